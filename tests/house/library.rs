//! One crate: its modules with their files, and which file imports what from which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};

use crate::source::{Path, Source};

/// How often a name may stand for a name that stands for a name, before it must be a circle of re-exports.
const MOST_REEXPORTS: usize = 16;

/// The arrows between files: who imports which names from whom.
pub type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

/// One module.
#[derive(Debug)]
struct Module {
    /// Its file, below the crate's `src`.
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    source: Source,
}

/// A crate.
#[derive(Debug)]
pub struct Library {
    /// The name of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    modules: Vec<Module>,
}

impl Library {
    /// Reads the crate in `folder`, module by module from its root file.
    pub fn read(folder: &FilePath, root: &str) -> Library {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let mut library = Library { name, folder: folder.to_path_buf(), modules: Vec::new() };
        library.read_module(root.to_string(), "", None);
        library
    }

    /// Reads a module and those below it; `below` is the folder of its children.
    fn read_module(&mut self, file: String, below: &str, parent: Option<usize>) -> usize {
        let path = self.folder.join("src").join(&file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let index = self.modules.len();
        let source = Source::parse(&text);
        let names = source.children.clone();
        self.modules.push(Module { file, parent, children: BTreeMap::new(), source });
        for name in names {
            let plain = format!("{below}{name}.rs");
            let is_plain = self.folder.join("src").join(&plain).is_file();
            let file = if is_plain { plain } else { format!("{below}{name}/mod.rs") };
            let child = self.read_module(file, &format!("{below}{name}/"), Some(index));
            self.modules[index].children.insert(name, child);
        }
        index
    }

    /// Its files, with what each says.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.modules.iter().map(|module| (module.file.as_str(), &module.source))
    }

    /// Every import: from which file, to which file, which names.
    pub fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (index, module) in self.modules.iter().enumerate() {
            let source = &module.source;
            let imported = source.imports.iter().map(|(_, path)| path);
            for path in imported.chain(&source.paths) {
                let Some((target, name)) = self.resolve(index, path, 0) else { continue };
                let to = &self.modules[target].file;
                if *to != module.file {
                    arrows.entry((module.file.clone(), to.clone())).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// The module that defines what a path means when it stands in `module`, and the name it has there. Nothing, if the
    /// path leads out of the crate, or to a module and not to something that it defines.
    fn resolve(&self, module: usize, path: &[String], depth: usize) -> Option<(usize, String)> {
        let first = path.first()?;
        match first.as_str() {
            "crate" => self.descend(0, &path[1..], depth),
            "self" => self.descend(module, &path[1..], depth),
            "super" => {
                let parent = self.modules[module].parent?;
                match path.get(1).map(String::as_str) {
                    Some("super") => self.resolve(parent, &path[1..], depth),
                    _ => self.descend(parent, &path[1..], depth),
                }
            }
            _ => {
                let here = &self.modules[module];
                let is_import =
                    here.source.imports.iter().any(|(name, meant)| name == first && meant[0] != *first);
                let is_known =
                    is_import || here.children.contains_key(first) || here.source.names.contains(first);
                is_known.then(|| self.descend(module, path, depth)).flatten()
            }
        }
    }

    /// Follows a path downwards from a module.
    fn descend(&self, module: usize, path: &[String], depth: usize) -> Option<(usize, String)> {
        assert!(depth < MOST_REEXPORTS, "a circle of re-exports at {path:?}");
        let here = &self.modules[module];
        let (first, rest) = path.split_first()?;
        if let (Some(child), false) = (here.children.get(first), rest.is_empty()) {
            return self.descend(*child, rest, depth);
        }
        if here.source.names.contains(first) {
            return Some((module, first.clone()));
        }
        // `use anyhow::anyhow` brings in a name that is also the first word of its own path.
        let import = here.source.imports.iter().find(|(name, meant)| name == first && meant[0] != *first);
        if let Some((_, meant)) = import {
            let whole: Path = meant.iter().chain(rest).cloned().collect();
            let is_module = rest.is_empty() && self.module_of(module, meant).is_some();
            return if is_module { None } else { self.resolve(module, &whole, depth + 1) };
        }
        if here.children.contains_key(first) {
            return None;
        }
        let mut globs = here.source.globs.iter().filter_map(|glob| self.module_of(module, glob));
        let found = globs.find_map(|target| {
            let known = &self.modules[target];
            let is_known = known.source.names.contains(first) || known.children.contains_key(first);
            is_known.then(|| self.descend(target, path, depth + 1)).flatten()
        });
        // What a macro defined has no name that could be found here: the module is as close as one gets.
        found.or_else(|| Some((module, first.clone())))
    }

    /// The module that a path names.
    fn module_of(&self, module: usize, path: &[String]) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => 0,
            "self" => module,
            "super" => self.modules[module].parent?,
            name => *self.modules[module].children.get(name)?,
        };
        rest.iter().try_fold(start, |at, name| self.modules[at].children.get(name).copied())
    }
}
