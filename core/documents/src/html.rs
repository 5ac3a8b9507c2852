//! HTML whose tags always match and whose text is always escaped, because nothing else can be written with it.

use alloc::string::String;

/// A piece of HTML as it grows.
#[derive(Debug, Default)]
pub(crate) struct Html {
    out: String,
}

/// The attributes of an element, by name.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Html {
    /// A document of its own.
    pub(crate) fn document() -> Html {
        Html { out: String::from("<!DOCTYPE html>\n") }
    }

    /// An element with what stands inside it.
    pub(crate) fn element(&mut self, tag: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Html)) {
        self.start(tag, attributes);
        inside(self);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
        if is_block(tag) {
            self.out.push('\n');
        }
    }

    /// An element with text alone.
    pub(crate) fn text_element(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.element(tag, attributes, |html| html.text(text));
    }

    /// An element that has no inside.
    pub(crate) fn void(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.start(tag, attributes);
        self.out.push('\n');
    }

    /// A link within the page.
    pub(crate) fn link(&mut self, target: &str, text: &str) {
        let mut href = String::from("#");
        href.push_str(target);
        self.link_to(&href, text);
    }

    /// A link to any place.
    pub(crate) fn link_to(&mut self, href: &str, text: &str) {
        self.text_element("a", &[("href", href)], text);
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                other => self.out.push(other),
            }
        }
    }

    /// The style sheet, which is ours and holds nothing to escape.
    pub(crate) fn style(&mut self, css: &'static str) {
        self.element("style", &[], |html| {
            html.out.push('\n');
            html.out.push_str(css);
        });
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn start(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
        if matches!(
            tag,
            "html"
                | "head"
                | "body"
                | "main"
                | "section"
                | "table"
                | "thead"
                | "tbody"
                | "ul"
                | "dl"
                | "details"
        ) {
            self.out.push('\n');
        }
    }
}

fn is_block(tag: &str) -> bool {
    !matches!(tag, "a" | "span" | "strong" | "code" | "pre" | "th" | "td")
}
