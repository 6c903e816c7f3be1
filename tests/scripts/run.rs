//! What running a script did, and how to say what it should have done.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use serde_json::Value;

/// One call of kubectl, from the log.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) words: Vec<String>,
    pub(crate) writes: Vec<String>,
}

impl Call {
    pub(crate) fn read(line: &str) -> Call {
        let line: Value = serde_json::from_str(line).unwrap();
        let strings = |field: &str| {
            line[field]
                .as_array()
                .unwrap()
                .iter()
                .map(|word| word.as_str().unwrap().to_owned())
                .collect()
        };
        Call {
            words: strings("argv"),
            writes: strings("writes"),
        }
    }

    /// Whether no cluster was asked.
    pub(crate) fn is_local(&self) -> bool {
        self.words[0] == "sleep" || self.words[0] == "config" || self.words.iter().any(|word| word == "--local")
    }
}

/// What running a script did.
pub(crate) struct Run {
    pub(crate) command: String,
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) calls: Vec<Call>,
    pub(crate) aws: Vec<String>,
    pub(crate) left_over: usize,
}

impl Run {
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// Every write that was asked for, refused ones too.
    pub(crate) fn writes(&self) -> Vec<String> {
        self.calls.iter().flat_map(|call| call.writes.clone()).collect()
    }

    /// What it printed, with N for how long it took.
    pub(crate) fn timeless(&self) -> String {
        let line = |line: &str| match line.rsplit_once("; took ") {
            Some((head, _)) => format!("{head}; took N s\n"),
            None => format!("{line}\n"),
        };
        self.out.lines().map(line).collect()
    }

    /// The summary without how long it took.
    #[track_caller]
    pub(crate) fn summary(&self) -> &str {
        let line = self.out.lines().find_map(|line| line.strip_prefix("summary: "));
        let line = line.unwrap_or_else(|| panic!("no summary\n{self}"));
        line.rsplit_once("; took ")
            .unwrap_or_else(|| panic!("no time in the summary\n{self}"))
            .0
    }

    #[track_caller]
    fn exits(&self, code: i32) {
        assert_eq!(self.status.code(), Some(code), "exit status\n{self}");
        assert_eq!(self.left_over, 0, "files are left in the temporary folder\n{self}");
    }

    /// Exit status 0.
    #[track_caller]
    pub(crate) fn done(self) -> Run {
        self.exits(0);
        self
    }

    /// Exit status 1: something is left.
    #[track_caller]
    pub(crate) fn leaves_something(self) -> Run {
        self.exits(1);
        self
    }

    /// Exit status 2 without a write, with these words in what it says.
    #[track_caller]
    pub(crate) fn refused(self, words: &str) -> Run {
        self.exits(2);
        self.writes_nothing().says(words)
    }

    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Run {
        assert!(self.text().contains(words), "does not say {words:?}\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn says_nothing_of(self, words: &str) -> Run {
        assert!(!self.text().contains(words), "says {words:?}\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn writes_nothing(self) -> Run {
        assert_eq!(self.writes(), Vec::<String>::new(), "writes\n{self}");
        self
    }

    /// The writes in any order, all of them.
    #[track_caller]
    pub(crate) fn wrote(self, expected: &[&str]) -> Run {
        let (mut found, mut expected) = (self.writes(), expected.to_vec());
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "writes\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn was_killed(self) -> Run {
        assert_eq!(self.status.signal(), Some(9), "not killed\n{self}");
        self
    }

    /// The exit status; none when it was killed.
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "$ {}\n{}--- stderr\n{}--- {}",
            self.command, self.out, self.err, self.status
        )?;
        for call in &self.calls {
            writeln!(f, "kubectl {} {:?}", call.words.join(" "), call.writes)?;
        }
        Ok(())
    }
}
