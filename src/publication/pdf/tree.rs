//! What the marks on the pages are, for screen readers and for whoever copies
//! text: headings, paragraphs, tables with their rows and cells.

use pdf_writer::{Finish as _, Pdf, Ref, types::StructRole};

use super::Numbers;
use crate::publication::strips::{Role, Tags};

/// The elements, and where their marks are.
pub(super) struct Tree {
    elements: Vec<Element>,
    /// For every page, the element of each run of marks.
    pages: Vec<Vec<usize>>,
}

struct Element {
    id: Ref,
    role: Role,
    parent: Option<usize>,
    children: Vec<usize>,
    /// Page and number of each run of its marks.
    marks: Vec<(Ref, i32)>,
}

/// Numbers the runs of marks of one page.
pub(super) struct Marked<'t> {
    tree: &'t mut Tree,
    page: Ref,
}

impl Marked<'_> {
    /// The number of one more run.
    pub(super) fn next(&mut self, tag: usize) -> i32 {
        let Some(runs) = self.tree.pages.last_mut() else {
            return 0;
        };
        let number = i32::try_from(runs.len()).unwrap_or(0);
        runs.push(tag);
        if let Some(element) = self.tree.elements.get_mut(tag) {
            element.marks.push((self.page, number));
        }
        number
    }
}

impl Tree {
    /// Of these elements.
    pub(super) fn of(tags: &Tags, numbers: &mut Numbers) -> Self {
        let element = |(role, parent): &(Role, Option<usize>)| Element {
            id: numbers.next(),
            role: *role,
            parent: *parent,
            children: Vec::new(),
            marks: Vec::new(),
        };
        let mut elements: Vec<Element> = tags.0.iter().map(element).collect();
        for (n, (_, parent)) in tags.0.iter().enumerate() {
            if let Some(parent) = parent.and_then(|parent| elements.get_mut(parent)) {
                parent.children.push(n);
            }
        }
        Self {
            elements,
            pages: Vec::new(),
        }
    }

    /// Goes on to a page.
    pub(super) fn page(&mut self, page: Ref) -> Marked<'_> {
        self.pages.push(Vec::new());
        Marked { tree: self, page }
    }

    /// Writes the tree, and says where it begins.
    pub(super) fn write(&self, pdf: &mut Pdf, numbers: &mut Numbers) -> Ref {
        let (root, document) = (numbers.next(), numbers.next());
        let ids: Vec<Ref> = self.elements.iter().map(|element| element.id).collect();
        let id = |at: usize| ids.get(at).copied().unwrap_or(document);
        let lists: Vec<Ref> = self.pages.iter().map(|_| numbers.next()).collect();
        for (list, runs) in lists.iter().zip(&self.pages) {
            let mut written = pdf.indirect(*list).array();
            for tag in runs {
                written.item(id(*tag));
            }
        }
        let mut written = pdf
            .indirect(root)
            .start::<pdf_writer::writers::StructTreeRoot<'_>>();
        written.child(document);
        written.parent_tree_next_key(i32::try_from(lists.len()).unwrap_or(0));
        let mut parents = written.parent_tree();
        let mut numbered = parents.nums();
        for (page, list) in (0..).zip(&lists) {
            numbered.insert(page, *list);
        }
        numbered.finish();
        parents.finish();
        written.finish();
        let mut written = pdf.struct_element(document);
        written.kind(StructRole::Document).parent(root);
        let mut children = written.children();
        let top = self.elements.iter().filter(|e| e.parent.is_none());
        for element in top {
            children.struct_element(element.id);
        }
        children.finish();
        written.finish();
        for element in &self.elements {
            let mut written = pdf.struct_element(element.id);
            written.kind(role(element.role));
            written.parent(element.parent.map_or(document, id));
            // Most elements stand on one page, which is then named once.
            let page = element.marks.first().map(|(page, _)| *page);
            if let Some(page) = page {
                written.page(page);
            }
            let mut children = written.children();
            for child in &element.children {
                children.struct_element(id(*child));
            }
            for (other, number) in &element.marks {
                if Some(*other) == page {
                    children.marked_content_id(*number);
                } else {
                    let mut mark = children.marked_content_ref();
                    mark.page(*other).marked_content_id(*number);
                }
            }
        }
        root
    }
}

fn role(role: Role) -> StructRole {
    match role {
        Role::Title => StructRole::H1,
        Role::Heading => StructRole::H2,
        Role::Paragraph => StructRole::P,
        Role::Table => StructRole::Table,
        Role::Row => StructRole::TR,
        Role::HeadCell => StructRole::TH,
        Role::Cell => StructRole::TD,
    }
}
