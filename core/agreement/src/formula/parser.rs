//! Tokens -> tree, by the precedence of M7.

use super::token::{Token, TokenKind, tokens};
use super::{
    Aggregate, Comparison, FORMULA_CHARS_MAX, FORMULA_DEPTH_MAX, FORMULA_TERMS_MAX, FormulaProblem, Function,
    NameAt, Operator, Span, Term, TermKind,
};
use accordant_money::{Exact, Rounding};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Reads a formula.
///
/// # Errors
/// The first thing that cannot be read, with its place in the formula.
pub fn parse(text: &str) -> Result<Term, FormulaProblem> {
    let length = text.chars().count();
    if length > FORMULA_CHARS_MAX {
        let what = format!("this formula has {length} characters; the most is {FORMULA_CHARS_MAX}");
        let help = Some("give its parts names as lines of their own".to_string());
        return Err(FormulaProblem { span: Span { start: 0, length: 1 }, what, help });
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, end: length, depth: 0, terms: 0 };
    let whole = parser.either()?;
    let whole = parser.rounded(whole)?;
    match parser.next() {
        None => Ok(whole),
        Some(token) => Err(parser.left_over(&token)),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    end: usize,
    depth: usize,
    terms: usize,
}

type Parsed = Result<Term, FormulaProblem>;

impl Parser {
    fn either(&mut self) -> Parsed {
        let mut left = self.both()?;
        while self.takes_word("or") {
            let right = self.both()?;
            left = self.join(left, right, TermKind::Either)?;
        }
        Ok(left)
    }

    fn both(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while self.takes_word("and") {
            let right = self.negation()?;
            left = self.join(left, right, TermKind::Both)?;
        }
        Ok(left)
    }

    fn negation(&mut self) -> Parsed {
        let start = self.place();
        if !self.takes_word("not") {
            return self.comparison();
        }
        self.deeper(start)?;
        let inner = self.negation()?;
        self.depth -= 1;
        self.term(start, TermKind::Not(Box::new(inner)))
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        if self.takes_word("is") {
            return self.word_comparison(left);
        }
        let signs = [
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Below),
            (">", Comparison::Above),
            ("=", Comparison::Equal),
        ];
        let Some((_, comparison)) = signs.into_iter().find(|(sign, _)| self.takes(sign)) else {
            return Ok(left);
        };
        let right = self.sum()?;
        self.join(left, right, |left, right| TermKind::Compare(comparison, left, right))
    }

    fn word_comparison(&mut self, left: Term) -> Parsed {
        if self.takes_word("one") {
            self.expect_word("of")?;
            self.expect("(")?;
            let words = self.names(")")?;
            let start = left.span.start;
            return self.term(start, TermKind::IsOneOf(Box::new(left), words));
        }
        let comparison = if self.takes_word("not") { Comparison::IsNot } else { Comparison::Is };
        let word = self.name("a word to compare with")?;
        let right = Term { span: word.span, kind: TermKind::Name { name: word.name, at: Vec::new() } };
        self.join(left, right, |left, right| TermKind::Compare(comparison, left, right))
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let operator = if self.takes("+") {
                Operator::Plus
            } else if self.takes("-") {
                Operator::Minus
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.join(left, right, |left, right| TermKind::Calculation(operator, left, right))?;
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.signed()?;
        loop {
            let operator = if self.takes("*") {
                Operator::Times
            } else if self.takes("/") {
                Operator::DividedBy
            } else if self.takes_word("of") {
                Operator::Of
            } else {
                return Ok(left);
            };
            let right = self.signed()?;
            left = self.join(left, right, |left, right| TermKind::Calculation(operator, left, right))?;
        }
    }

    fn signed(&mut self) -> Parsed {
        let start = self.place();
        if self.takes("-") {
            self.deeper(start)?;
            let inner = self.signed()?;
            self.depth -= 1;
            return self.term(start, TermKind::Negative(Box::new(inner)));
        }
        // A leading plus is how levels are written: +30 points.
        self.takes("+");
        self.single()
    }

    fn single(&mut self) -> Parsed {
        let start = self.place();
        let Some(token) = self.next() else {
            return Err(self.ended());
        };
        match token.kind.clone() {
            TokenKind::Number { value, written } => {
                let unit = self.unit_after()?;
                self.term(start, TermKind::Number { value, unit, written })
            }
            TokenKind::Currency(code) => self.sum_of_money(start, code),
            TokenKind::Date(date) => self.term(start, TermKind::Date(date)),
            TokenKind::Name(name) => self.named(start, &token, name),
            TokenKind::Sign("(") => {
                self.deeper(start)?;
                let inner = self.either()?;
                let inner = self.rounded(inner)?;
                self.expect(")")?;
                self.depth -= 1;
                Ok(inner)
            }
            TokenKind::Sign(_) => Err(self.unexpected(&token)),
        }
    }

    fn sum_of_money(&mut self, start: usize, code: &str) -> Parsed {
        match self.next() {
            Some(Token { kind: TokenKind::Number { value, written }, .. }) => {
                self.term(start, TermKind::Number { value, unit: Some(code.to_string()), written })
            }
            Some(token) => Err(self.unexpected(&token)),
            None => Err(self.ended()),
        }
    }

    fn named(&mut self, start: usize, token: &Token, name: String) -> Parsed {
        if let Some(function) = Function::parse(&name) {
            return self.function(start, function);
        }
        if let Some(how) = Aggregate::parse(&name)
            && self.peeks_word("of")
        {
            return self.aggregate(start, how);
        }
        if matches!(name.as_str(), "and" | "or" | "not" | "is" | "of" | "over" | "to" | "rounded" | "per") {
            return Err(self.unexpected(token));
        }
        if self.peeks("(") {
            let what = format!("unknown function `{name}`");
            return Err(FormulaProblem { span: token.span, what, help: Some(function_help(&name)) });
        }
        let at = if self.takes("[") { self.names("]")? } else { Vec::new() };
        self.term(start, TermKind::Name { name, at })
    }

    fn function(&mut self, start: usize, function: Function) -> Parsed {
        self.expect("(")?;
        self.deeper(start)?;
        let mut arguments = alloc::vec![self.either()?];
        while self.takes(",") {
            arguments.push(self.either()?);
        }
        self.expect(")")?;
        self.depth -= 1;
        let (least, most) = function.arguments();
        if arguments.len() < least || arguments.len() > most {
            let count = match (least, most) {
                (1, 1) => "1 value".to_string(),
                _ if least == most => format!("{least} values"),
                _ => format!("{least} values or more"),
            };
            let what = format!("`{}` takes {count}, not {}", function.name(), arguments.len());
            let help = Some(format!("write `{}`", function.usage()));
            return Err(FormulaProblem { span: self.span_from(start), what, help });
        }
        self.term(start, TermKind::Function(function, arguments))
    }

    fn aggregate(&mut self, start: usize, how: Aggregate) -> Parsed {
        self.expect_word("of")?;
        self.deeper(start)?;
        let of = Box::new(self.single()?);
        self.depth -= 1;
        let over = if self.takes_word("over") { Some(self.name("an index")?) } else { None };
        self.term(start, TermKind::Aggregate { how, of, over })
    }

    /// `x rounded to 0.01, half up`, where such a thing may stand.
    fn rounded(&mut self, of: Term) -> Parsed {
        if !self.takes_word("rounded") {
            return Ok(of);
        }
        let start = of.span.start;
        self.expect_word("to")?;
        let (to, unit) = self.multiple()?;
        self.takes(",");
        let from = self.place().min(self.end.saturating_sub(1));
        let mut rule = Vec::new();
        while let Some(Token { kind: TokenKind::Name(word), .. }) = self.peek() {
            rule.push(word.clone());
            self.at += 1;
        }
        let rule = Rounding::parse(&rule.join(" ")).ok_or_else(|| FormulaProblem {
            span: self.span_from(from),
            what: "a rounding needs its rule".to_string(),
            help: Some("such as: rounded to 0.01, half up".to_string()),
        })?;
        self.term(start, TermKind::Rounded { of: Box::new(of), to, unit, rule })
    }

    /// What is rounded to: `0.01`, `5 points`, `whole points`.
    fn multiple(&mut self) -> Result<(Exact, Option<String>), FormulaProblem> {
        if self.takes_word("whole") {
            let unit = self.name("a unit")?;
            return Ok((Exact::from_i128(1), Some(unit.name)));
        }
        match self.next() {
            Some(Token { kind: TokenKind::Number { value, .. }, .. }) if value > Exact::zero() => {
                Ok((value, self.unit_before_rule()?))
            }
            Some(token) => Err(self.unexpected(&token)),
            None => Err(self.ended()),
        }
    }

    /// After the number of a rounding a word is its unit only if a comma follows it.
    fn unit_before_rule(&mut self) -> Result<Option<String>, FormulaProblem> {
        let comma_follows =
            matches!(self.tokens.get(self.at + 1), Some(Token { kind: TokenKind::Sign(","), .. }));
        if comma_follows { self.unit_after() } else { Ok(None) }
    }

    /// The unit that may stand after a number: `points`, `GBP per attendance`.
    fn unit_after(&mut self) -> Result<Option<String>, FormulaProblem> {
        let Some(Token { kind: TokenKind::Name(word), .. }) = self.peek() else {
            return Ok(None);
        };
        let joins = ["and", "or", "not", "is", "of", "over", "to", "rounded"];
        if joins.contains(&word.as_str()) {
            return Ok(None);
        }
        let mut unit = word.clone();
        self.at += 1;
        while self.takes_word("per") {
            let below = self.name("a unit after `per`")?;
            unit = format!("{unit} per {}", below.name);
        }
        Ok(Some(unit))
    }

    fn names(&mut self, close: &'static str) -> Result<Vec<NameAt>, FormulaProblem> {
        let mut names = alloc::vec![self.name("a name")?];
        while self.takes(",") {
            names.push(self.name("a name")?);
        }
        self.expect(close)?;
        Ok(names)
    }

    fn name(&mut self, wanted: &str) -> Result<NameAt, FormulaProblem> {
        match self.next() {
            Some(Token { kind: TokenKind::Name(name), span }) => Ok(NameAt { name, span }),
            Some(token) => {
                let problem = self.unexpected(&token);
                Err(FormulaProblem { help: Some(format!("{wanted} is expected here")), ..problem })
            }
            None => Err(self.ended()),
        }
    }

    fn join(
        &mut self,
        left: Term,
        right: Term,
        kind: impl FnOnce(Box<Term>, Box<Term>) -> TermKind,
    ) -> Parsed {
        let start = left.span.start;
        self.term(start, kind(Box::new(left), Box::new(right)))
    }

    fn term(&mut self, start: usize, kind: TermKind) -> Parsed {
        self.terms += 1;
        if self.terms > FORMULA_TERMS_MAX {
            let what = format!("this formula has more than {FORMULA_TERMS_MAX} terms");
            let help = Some("give its parts names as lines of their own".to_string());
            return Err(FormulaProblem { span: self.span_from(start), what, help });
        }
        Ok(Term { span: self.span_from(start), kind })
    }

    fn deeper(&mut self, start: usize) -> Result<(), FormulaProblem> {
        self.depth += 1;
        if self.depth <= FORMULA_DEPTH_MAX {
            return Ok(());
        }
        let what = format!("this formula is nested more than {FORMULA_DEPTH_MAX} deep");
        let help = Some("give its parts names as lines of their own".to_string());
        Err(FormulaProblem { span: Span { start, length: 1 }, what, help })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn peeks(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token { kind: TokenKind::Sign(found), .. }) if *found == sign)
    }

    fn peeks_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token { kind: TokenKind::Name(found), .. }) if found == word)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = self.peeks(sign);
        self.at += usize::from(found);
        found
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = self.peeks_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), FormulaProblem> {
        self.must(sign, |parser| parser.takes(sign))
    }

    fn expect_word(&mut self, word: &'static str) -> Result<(), FormulaProblem> {
        self.must(word, |parser| parser.takes_word(word))
    }

    fn must(&mut self, what: &str, takes: impl FnOnce(&mut Parser) -> bool) -> Result<(), FormulaProblem> {
        if takes(self) {
            return Ok(());
        }
        let problem = self.peek().cloned().map_or_else(|| self.ended(), |token| self.unexpected(&token));
        Err(FormulaProblem { help: Some(format!("`{what}` is expected here")), ..problem })
    }

    /// Where the next token begins.
    fn place(&self) -> usize {
        self.peek().map_or(self.end, |token| token.span.start)
    }

    fn span_from(&self, start: usize) -> Span {
        let last = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let end = last.map_or(start + 1, |token| token.span.start + token.span.length);
        Span { start, length: end.saturating_sub(start).max(1) }
    }

    fn ended(&self) -> FormulaProblem {
        let span = Span { start: self.end.saturating_sub(1), length: 1 };
        let help = Some("complete it: a name, a number or a closing bracket is missing".to_string());
        FormulaProblem { span, what: "the formula ends too soon".to_string(), help }
    }

    fn unexpected(&self, token: &Token) -> FormulaProblem {
        let found = match &token.kind {
            TokenKind::Number { written, .. } => written.clone(),
            TokenKind::Date(date) => format!("{date}"),
            TokenKind::Name(name) => name.clone(),
            TokenKind::Sign(sign) => (*sign).to_string(),
            TokenKind::Currency(code) => (*code).to_string(),
        };
        let help = Some("a name, a number or an opening bracket is expected here".to_string());
        FormulaProblem { span: token.span, what: format!("`{found}` is not expected here"), help }
    }

    /// A token behind the end of a whole formula.
    fn left_over(&self, token: &Token) -> FormulaProblem {
        let help = match &token.kind {
            TokenKind::Sign(",") => "a number in a formula has no thousands comma: write 2000000 or 2m",
            TokenKind::Sign(")") => "delete it, or open a bracket before it",
            TokenKind::Sign("]") => "delete it, or write the name before it: `name[element]`",
            TokenKind::Name(_) => "write +, -, *, / or `of` before it, or join the words of a name with `_`",
            _ => "write +, -, *, / or `of` before it, or delete it",
        };
        FormulaProblem { help: Some(help.to_string()), ..self.unexpected(token) }
    }
}

/// What to write in place of a function that a spreadsheet has and the language has not.
fn function_help(name: &str) -> String {
    if let Some(how) = Aggregate::parse(name) {
        return format!("write `{} of x`, without brackets", how.name());
    }
    let help = match name.to_ascii_lowercase().as_str() {
        "if" | "ifs" | "iif" | "choose" => "a value that depends on a condition is a line with `choose`",
        "minimum" | "least" => "write `min(a, b)`",
        "maximum" | "greatest" => "write `max(a, b)`",
        "round" | "roundup" | "rounddown" | "mround" => {
            "write `x rounded to 1, half up`, or with another rule"
        }
        "average" | "mean" => "write `sum of x / count of x`",
        "vlookup" | "lookup" | "index" => "write a table and use the name of its column",
        "and" | "or" | "not" => "write `a and b`, `a or b`, `not a`",
        _ => "the functions are min, max, abs, clamp, cliff, deductible and deadband",
    };
    help.to_string()
}
