//! A mail server that misbehaves as it is told to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What it does with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Take,
    /// Takes it after a while.
    Slowly(Duration),
    /// Answers the recipient's address with these words.
    AtRecipient(&'static str),
    /// Answers the whole letter with these words and does not take it.
    AtEnd(&'static str),
    /// Takes it and closes the connection without an answer.
    TakeAndDrop,
    /// Takes the whole letter and never answers.
    TakeAndSilence,
    /// Closes the connection in the middle of the letter.
    DropInside,
    /// Never answers the recipient's address.
    Silence,
}

/// A letter that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub to: String,
    pub message_id: String,
    pub bytes: Vec<u8>,
}

/// A running server.
pub struct Hostile {
    pub port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    connections: Arc<Mutex<usize>>,
}

type Moods = Arc<dyn Fn(&str, usize) -> Mood + Send + Sync>;

impl Hostile {
    /// Starts one; `mood` is asked for each recipient and how often it was asked for that one before.
    pub async fn start(mood: impl Fn(&str, usize) -> Mood + Send + Sync + 'static) -> Hostile {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hostile = Hostile {
            port: listener.local_addr().unwrap().port(),
            taken: Arc::default(),
            connections: Arc::default(),
        };
        let (taken, connections) = (Arc::clone(&hostile.taken), Arc::clone(&hostile.connections));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let mood: Moods = Arc::new(move |to, _| {
            let mut asked = asked.lock().unwrap();
            let before = asked.iter().filter(|one| *one == to).count();
            asked.push(to.to_owned());
            mood(to, before)
        });
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                let (mood, taken) = (Arc::clone(&mood), Arc::clone(&taken));
                tokio::spawn(async move { converse(stream, mood, taken).await });
            }
        });
        hostile
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What it has taken.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

async fn converse(stream: TcpStream, mood: Moods, taken: Arc<Mutex<Vec<Taken>>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 hostile\r\n").await?;
    let (mut to, mut now) = (String::new(), Mood::Take);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let upper = line.to_uppercase();
        let answer = if let Some(rest) = upper.strip_prefix("RCPT TO:") {
            to = rest.trim().trim_matches(['<', '>']).to_lowercase();
            now = mood(&to, 0);
            match now {
                Mood::AtRecipient(words) => words,
                Mood::Silence => std::future::pending().await,
                _ => "250 fine",
            }
        } else if upper.starts_with("DATA") {
            stream.write_all(b"354 go\r\n").await?;
            let Some(bytes) = letter(&mut stream, now == Mood::DropInside).await? else { return Ok(()) };
            if let Mood::Slowly(pause) = now {
                tokio::time::sleep(pause).await;
            }
            if !matches!(now, Mood::AtEnd(_)) {
                taken.lock().unwrap().push(Taken { to: to.clone(), message_id: message_id(&bytes), bytes });
            }
            match now {
                Mood::AtEnd(words) => words,
                Mood::TakeAndDrop => return Ok(()),
                Mood::TakeAndSilence => std::future::pending().await,
                _ => "250 taken",
            }
        } else if upper.starts_with("QUIT") {
            return Ok(());
        } else {
            "250 fine"
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// The letter up to its end, or none if the connection is to be closed inside it.
async fn letter(stream: &mut BufReader<TcpStream>, drop_inside: bool) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line).await?;
        if drop_inside || line.is_empty() {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some(bytes));
        }
        bytes.extend(line);
    }
}

fn message_id(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut ids = text.lines().filter_map(|line| line.strip_prefix("Message-ID: "));
    ids.next().unwrap_or_default().to_owned()
}
