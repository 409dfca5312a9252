//! Signatures of tokens, checked with ring, which is here for TLS and mail already: RSA, ECDSA and Ed25519. Signatures
//! by a shared secret are none, or whoever knows a provider's public key could sign with it.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::signature as ring_;

/// The ways to sign that are checked.
pub(super) const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Makes ring the one that checks, for this process.
pub(super) fn install() {
    static RING: CryptoProvider = CryptoProvider {
        signer_factory: no_signer,
        verifier_factory: verifier,
        key_utils: KeyUtils::new_unimplemented(),
    };
    // Installed before, it is the same.
    let _ = RING.install_default();
}

fn no_signer(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Err(ErrorKind::UnsupportedAlgorithm.into())
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if algorithm.family() != key.family() {
        return Err(ErrorKind::InvalidKeyFormat.into());
    }
    Ok(Box::new(Ring { algorithm: *algorithm, key: key.clone() }))
}

struct Ring {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Verifier<Vec<u8>> for Ring {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let checked = match self.key.kind() {
            DecodingKeyKind::RsaModulusExponent { n, e } => {
                let key = ring_::RsaPublicKeyComponents { n, e };
                key.verify(of_rsa(self.algorithm).ok_or_else(Error::new)?, message, signature)
            }
            DecodingKeyKind::SecretOrDer(point) => {
                let way = of_curve(self.algorithm).ok_or_else(Error::new)?;
                ring_::UnparsedPublicKey::new(way, point).verify(message, signature)
            }
        };
        checked.map_err(|_| Error::new())
    }
}

impl JwtVerifier for Ring {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

fn of_rsa(algorithm: Algorithm) -> Option<&'static ring_::RsaParameters> {
    Some(match algorithm {
        Algorithm::RS256 => &ring_::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RS384 => &ring_::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RS512 => &ring_::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::PS256 => &ring_::RSA_PSS_2048_8192_SHA256,
        Algorithm::PS384 => &ring_::RSA_PSS_2048_8192_SHA384,
        Algorithm::PS512 => &ring_::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

fn of_curve(algorithm: Algorithm) -> Option<&'static dyn ring_::VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::ES256 => &ring_::ECDSA_P256_SHA256_FIXED,
        Algorithm::ES384 => &ring_::ECDSA_P384_SHA384_FIXED,
        Algorithm::EdDSA => &ring_::ED25519,
        _ => return None,
    })
}
