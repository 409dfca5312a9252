//! redress: an appeals engine.
