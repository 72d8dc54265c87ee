//! What one source file declares and which paths it names. What is compiled for tests only is left out.

use crate::tokens::{Token, tokens};

/// A path as it is written, word by word.
pub type Path = Vec<String>;

/// What one file says.
#[derive(Debug, Default)]
pub struct Source {
    /// Modules that it declares: `mod x;`.
    pub children: Vec<String>,
    /// Modules that it declares for tests only.
    pub test_children: Vec<String>,
    /// Modules that it declares with a body. The house wants a file for each.
    pub inline_modules: Vec<String>,
    /// Names that it defines at its top level.
    pub names: Vec<String>,
    /// Those of them that are types and traits.
    pub types: Vec<String>,
    /// Names of its functions and methods, at any depth.
    pub functions: Vec<String>,
    /// It has an `unsafe` block or function.
    pub is_unsafe: bool,
    /// Names that `use` brings in, each with the path that it stands for.
    pub imports: Vec<(String, Path)>,
    /// Paths whose names `use` brings in all at once.
    pub globs: Vec<Path>,
    /// Paths of two words or more that stand elsewhere in the text.
    pub paths: Vec<Path>,
}

impl Source {
    /// Reads the text of a file.
    pub fn parse(text: &str) -> Source {
        let tokens = without_tests(tokens(text));
        let is_unsafe = tokens.0.iter().any(|token| token.word() == Some("unsafe"));
        let mut source = Source { test_children: tokens.1, is_unsafe, ..Source::default() };
        source.read(&tokens.0);
        source
    }

    fn read(&mut self, tokens: &[Token]) {
        let (mut at, mut depth) = (0, 0);
        while at < tokens.len() {
            depth += tokens[at].nesting();
            let word = tokens[at].word().unwrap_or_default();
            let next = tokens.get(at + 1);
            let name = next.and_then(Token::word).map(String::from);
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            if let ("fn", Some(name)) = (word, &name) {
                self.functions.push(name.clone());
            }
            match (word, name) {
                ("use", _) if next != Some(&Token::Mark('<')) => {
                    at = self.read_use(tokens, at + 1, &mut Path::new());
                    continue;
                }
                ("mod", Some(name)) => match tokens.get(at + 2) {
                    Some(Token::Mark(';')) => self.children.push(name),
                    _ => self.inline_modules.push(name),
                },
                ("macro_rules", _) => {
                    let name = tokens[at + 2].word().expect("the name of a macro");
                    self.names.push(name.to_string());
                    let end = after_item(tokens, at);
                    self.read_macro(&tokens[at + 3..end]);
                }
                ("struct" | "enum" | "trait" | "type", Some(name)) if depth == 0 => {
                    self.names.push(name.clone());
                    self.types.push(name);
                }
                ("fn" | "const" | "static", Some(name))
                    if depth == 0 && !matches!(before, Some(Token::Mark('<' | ','))) =>
                {
                    self.names.push(name);
                }
                _ => {}
            }
            at = self.read_path(tokens, at);
        }
    }

    /// What the body of a macro will define where it is called, as far as it has a fixed name.
    fn read_macro(&mut self, body: &[Token]) {
        for pair in body.windows(2) {
            if let (Some("struct" | "enum" | "trait"), Some(name)) = (pair[0].word(), pair[1].word()) {
                self.names.push(name.to_string());
                self.types.push(name.to_string());
            }
        }
    }

    /// Reads the path that starts at `at`, if one does; where to read on.
    fn read_path(&mut self, tokens: &[Token], at: usize) -> usize {
        let is_tail = at > 0 && tokens[at - 1] == Token::Colons;
        let is_visibility =
            at > 1 && tokens[at - 1].word() == Some("in") && tokens[at - 2] == Token::Mark('(');
        let mut path = Path::new();
        let mut end = at;
        while let Some(Token::Word(word)) = tokens.get(end) {
            path.push(word.clone());
            end += 1;
            match (tokens.get(end), tokens.get(end + 1)) {
                (Some(Token::Colons), Some(Token::Word(_))) => end += 1,
                _ => break,
            }
        }
        if path.len() > 1 && !is_tail && !is_visibility {
            self.paths.push(path);
        }
        end.max(at + 1)
    }

    /// Reads one tree of a `use`, whose path so far is `path`; where the tree ends.
    fn read_use(&mut self, tokens: &[Token], at: usize, path: &mut Path) -> usize {
        let mut at = at;
        let length = path.len();
        loop {
            match &tokens[at] {
                Token::Word(word) if word == "as" => {
                    let name = tokens[at + 1].word().expect("a name after `as`");
                    self.imports.push((name.to_string(), path.clone()));
                    at += 2;
                    break;
                }
                Token::Word(word) if word == "self" && !path.is_empty() => at += 1,
                Token::Word(word) => {
                    path.push(word.clone());
                    at += 1;
                }
                Token::Colons => at += 1,
                Token::Mark('*') => {
                    self.globs.push(path.clone());
                    at += 1;
                    break;
                }
                Token::Mark('{') => {
                    while tokens[at] != Token::Mark('}') {
                        at = self.read_use(tokens, at + 1, path);
                    }
                    at += 1;
                    break;
                }
                _ => {
                    if let Some(name) = path.last().filter(|_| path.len() > 1) {
                        self.imports.push((name.clone(), path.clone()));
                    }
                    break;
                }
            }
        }
        path.truncate(length);
        at
    }
}

/// The tokens without the items that stand under `#[cfg(test)]`, and the modules among these.
fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, Vec<String>) {
    let word = |word: &str| Token::Word(word.to_string());
    let mark = Token::Mark;
    let marker = [mark('#'), mark('['), word("cfg"), mark('('), word("test"), mark(')'), mark(']')];
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].starts_with(&marker) {
            let end = after_item(&tokens, at + marker.len());
            let item = &tokens[at + marker.len()..end];
            let name = item.windows(2).find(|pair| pair[0].word() == Some("mod"));
            modules.extend(name.and_then(|pair| pair[1].word()).map(String::from));
            at = end;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    (kept, modules)
}

/// Where the item that starts at `at` ends: after its semicolon or its closing brace.
fn after_item(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        depth += token.nesting();
        if depth == 0 && matches!(token, Token::Mark(';' | '}')) {
            return place + 1;
        }
    }
    tokens.len()
}
