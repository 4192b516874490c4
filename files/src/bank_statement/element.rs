//! An XML document as trees, given part by part so that a large one is never held whole. No document type, no entity of
//! the file's own, bounded depth and size.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::StatementError;

/// The deepest nesting of elements taken; a camt.053 message needs about 15.
const MAX_DEPTH: usize = 64;
/// The most elements held at once: about forty describe one movement, and a batch is one entry.
const MAX_ELEMENTS: usize = 1_000_000;

/// One element with all it contains.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name without prefix; empty when it is not of the namespace of the outermost element.
    pub name: String,
    /// The attribute `Ccy`.
    pub currency: Option<String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The children of this name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.children.iter().find(|child| child.name == *name))
    }

    /// The own text without surrounding white space, if there is any.
    pub fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The text at the first of several paths that has one.
    pub fn first_text(&self, paths: &[&[&str]]) -> Option<&str> {
        paths.iter().find_map(|path| self.at(path).and_then(Element::text))
    }
}

/// A read document: the name of its outermost element and that element's namespace, empty if it has none.
pub(super) struct Document {
    pub root: String,
    pub namespace: String,
}

/// Takes an element that was read, with the place of its path among those that are asked for.
type Sink<'a> = &'a mut dyn FnMut(usize, Element) -> Result<(), StatementError>;

/// Reads a whole document. Each element at one of the `paths`, which are counted from the children of the outermost one,
/// is given as soon as it ends, and is no longer a child then.
///
/// # Errors
///
/// Where and why the text is not well-formed XML, or what of it is not accepted.
pub(super) fn parse(source: &str, paths: &[&[&str]], sink: Sink<'_>) -> Result<Document, StatementError> {
    let mut reader = NsReader::from_str(source);
    let (position, count, namespace, open, root) = (0, 0, None, Vec::new(), None);
    let mut builder = Builder { source, paths, sink, position, count, namespace, open, root };
    loop {
        builder.position = offset(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| xml_error(source, offset(reader.error_position()), error.to_string()))?;
        let resolved = match &event {
            Event::Start(tag) | Event::Empty(tag) => Some(reader.resolver().resolve_element(tag.name()).0),
            _ => None,
        };
        match (event, resolved) {
            (Event::Start(tag), Some(namespace)) => builder.open(&tag, &namespace)?,
            (Event::Empty(tag), Some(namespace)) => {
                builder.open(&tag, &namespace)?;
                builder.close()?;
            }
            (Event::End(_), _) => builder.close()?,
            (Event::Text(text), _) => builder.text(&text.xml10_content())?,
            (Event::CData(text), _) => builder.text(&text.xml10_content())?,
            (Event::GeneralRef(reference), _) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    Ok(None) => predefined(&reference),
                    Err(error) => return Err(builder.error(error.to_string())),
                };
                let c = resolved.ok_or_else(|| StatementError::DocumentType { line: builder.line() })?;
                builder.text(c.encode_utf8(&mut [0; 4]))?;
            }
            (Event::DocType(_), _) => return Err(StatementError::DocumentType { line: builder.line() }),
            (Event::Eof, _) => return builder.finish(),
            _ => {}
        }
    }
}

fn predefined(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn offset(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// An error at a byte of the source, told as line and column.
fn xml_error(source: &str, position: usize, detail: String) -> StatementError {
    let before = source.get(..source.floor_char_boundary(position)).unwrap_or_default();
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    StatementError::Xml { line: before.matches('\n').count() + 1, column: last_line.chars().count() + 1, detail }
}

struct Builder<'a> {
    source: &'a str,
    paths: &'a [&'a [&'a str]],
    sink: Sink<'a>,
    position: usize,
    /// How many elements are held.
    count: usize,
    namespace: Option<String>,
    /// Each with how many elements were held before it.
    open: Vec<(Element, usize)>,
    /// The name of the outermost element, once it has ended.
    root: Option<String>,
}

impl Builder<'_> {
    fn open(&mut self, tag: &BytesStart<'_>, namespace: &ResolveResult<'_>) -> Result<(), StatementError> {
        let before = self.count;
        self.count += 1;
        if self.open.len() >= MAX_DEPTH || self.count > MAX_ELEMENTS {
            return Err(StatementError::TooComplex { line: self.line() });
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.error("a second outermost element".to_owned()));
        }
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(namespace)) => *namespace,
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(prefix) => return Err(self.error(format!("unknown prefix {prefix}"))),
        };
        let own = self.namespace.get_or_insert_with(|| namespace.to_owned()) == namespace;
        let mut element = Element::default();
        if own {
            tag.local_name().as_ref().clone_into(&mut element.name);
        }
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.error(error.to_string()))?;
            if attribute.key.as_ref() == "Ccy" {
                element.currency = Some(attribute.value.trim().to_owned());
            }
        }
        self.open.push((element, before));
        Ok(())
    }

    fn close(&mut self) -> Result<(), StatementError> {
        let (closed, before) = self.open.pop().ok_or_else(|| self.error("an end without a start".to_owned()))?;
        let Some((_, above)) = self.open.split_first() else {
            self.root = Some(closed.name);
            return Ok(());
        };
        let is_here = |path: &&[&str]| {
            let names = above.iter().map(|(element, _)| &element.name).chain([&closed.name]);
            path.len() == above.len() + 1 && path.iter().eq(names)
        };
        if let Some(place) = self.paths.iter().position(is_here) {
            self.count = before;
            return (self.sink)(place, closed);
        }
        if let Some((parent, _)) = self.open.last_mut() {
            parent.children.push(closed);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), StatementError> {
        match self.open.last_mut() {
            Some((element, _)) => element.text.push_str(text),
            None if text.trim_matches('\u{feff}').trim().is_empty() => {}
            None => return Err(self.error("text outside the outermost element".to_owned())),
        }
        Ok(())
    }

    fn finish(self) -> Result<Document, StatementError> {
        let unfinished = match (self.open.last(), &self.root) {
            (Some((element, _)), _) => format!("the file ends inside the element {}", element.name),
            (None, None) => "there is no element".to_owned(),
            (None, Some(_)) => String::new(),
        };
        match self.root {
            Some(root) if unfinished.is_empty() => Ok(Document { root, namespace: self.namespace.unwrap_or_default() }),
            _ => Err(xml_error(self.source, self.source.len(), unfinished)),
        }
    }

    fn error(&self, detail: String) -> StatementError {
        xml_error(self.source, self.position, detail)
    }

    fn line(&self) -> usize {
        let before = self.source.get(..self.source.floor_char_boundary(self.position));
        before.unwrap_or_default().matches('\n').count() + 1
    }
}
