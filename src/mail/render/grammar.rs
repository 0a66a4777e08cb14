//! What may stand in a template: variables of its kind, `if`, and `for` over the lists of its kind. Nothing that could
//! grow without bounds: no assignments, no arithmetic, no other templates.

use minijinja::machinery::ast::{BinOpKind, CompareOpKind, Expr, Filter, ForLoop, IfCond, Stmt, UnaryOpKind};
use minijinja::machinery::{Span, parse};

use super::bounds;
use super::engine::{self, Fault};
use super::variables::{LOOP, Shape, Variable, variables};
use crate::domain::NoticeKind;

/// Every fault of a template, in the order of its lines.
pub(super) fn faults(kind: NoticeKind, source: &str) -> Vec<Fault> {
    if let Some(fault) = bounds::fault(source) {
        return vec![fault];
    }
    let template = match parse(source, "template", engine::syntax()) {
        Ok(template) => template,
        Err(error) => return vec![engine::fault(&error)],
    };
    let mut walk = Walk { variables: variables(kind), scopes: Vec::new(), faults: Vec::new() };
    if let Stmt::Template(template) = &template {
        walk.statements(&template.children);
    }
    walk.faults.sort_by_key(|fault| fault.line);
    walk.faults
}

/// A walk through a template, with the names that the loops around have given.
struct Walk {
    variables: Vec<Variable>,
    scopes: Vec<(String, Shape)>,
    faults: Vec<Fault>,
}

impl Walk {
    fn statements(&mut self, statements: &[Stmt<'_>]) {
        for statement in statements {
            match statement {
                Stmt::EmitRaw(_) => {}
                Stmt::EmitExpr(written) => self.written(&written.expr),
                Stmt::IfCond(condition) => self.choice(condition),
                Stmt::ForLoop(repeated) => self.repetition(repeated, repeated.span()),
                Stmt::Set(other) => self.unknown_tag(other.span()),
                Stmt::SetBlock(other) => self.unknown_tag(other.span()),
                Stmt::WithBlock(other) => self.unknown_tag(other.span()),
                Stmt::AutoEscape(other) => self.unknown_tag(other.span()),
                Stmt::FilterBlock(other) => self.unknown_tag(other.span()),
                Stmt::Do(other) => self.unknown_tag(other.span()),
                Stmt::Template(other) => self.unknown_tag(other.span()),
            }
        }
    }

    fn choice(&mut self, condition: &IfCond<'_>) {
        self.condition(&condition.expr);
        self.statements(&condition.true_body);
        self.statements(&condition.false_body);
    }

    fn repetition(&mut self, repeated: &ForLoop<'_>, span: Span) {
        let Expr::Var(name) = &repeated.target else { return self.unknown_tag(span) };
        if repeated.filter_expr.is_some() || repeated.recursive {
            return self.unknown_tag(span);
        }
        match self.shape(&repeated.iter) {
            Some(Shape::List(of)) => {
                self.scopes.push((name.id.to_owned(), *of));
                self.scopes.push(("loop".to_owned(), Shape::Group(&LOOP)));
                self.statements(&repeated.body);
                self.scopes.truncate(self.scopes.len().saturating_sub(2));
            }
            Some(_) => self.fault(repeated.iter.span(), "Only a list can be gone through with {% for %}."),
            None => {}
        }
        self.statements(&repeated.else_body);
    }

    /// What is written into the mail.
    fn written(&mut self, expression: &Expr<'_>) {
        match expression {
            Expr::Const(constant) if constant.value.as_str().is_some() => {}
            Expr::Filter(filter) => self.filtered(filter, filter.span()),
            Expr::IfExpr(choice) => {
                self.condition(&choice.test_expr);
                self.written(&choice.true_expr);
                choice.false_expr.iter().for_each(|other| self.written(other));
            }
            Expr::BinOp(either) if matches!(either.op, BinOpKind::ScOr) => {
                self.written(&either.left);
                self.written(&either.right);
            }
            Expr::Var(_) | Expr::GetAttr(_) => match self.shape(expression) {
                Some(Shape::Text) | None => {}
                Some(Shape::YesNo) => {
                    self.fault(expression.span(), "This is yes or no: ask for it with {% if %}.")
                }
                Some(Shape::List(_)) => {
                    self.fault(expression.span(), "This is a list: go through it with {% for %}.");
                }
                Some(Shape::Group(_)) => {
                    self.fault(expression.span(), "This has parts: write one of them, behind a dot.");
                }
            },
            _ => self.fault(expression.span(), "This can’t be written into a mail."),
        }
    }

    fn filtered(&mut self, filter: &Filter<'_>, span: Span) {
        let is_known = matches!(filter.name, "lower" | "upper") && filter.args.is_empty();
        match (&filter.expr, is_known) {
            (Some(of), true) => self.written(of),
            _ => self.fault(span, format!("There is no “|{}”. There are: |lower, |upper.", filter.name)),
        }
    }

    /// What is asked for.
    fn condition(&mut self, expression: &Expr<'_>) {
        match expression {
            Expr::Const(_) => {}
            Expr::UnaryOp(operation) if matches!(operation.op, UnaryOpKind::Not) => {
                self.condition(&operation.expr)
            }
            Expr::BinOp(both) if matches!(both.op, BinOpKind::ScAnd | BinOpKind::ScOr) => {
                self.condition(&both.left);
                self.condition(&both.right);
            }
            Expr::Compare(compared)
                if compared.ops.iter().all(|one| matches!(one.op, CompareOpKind::Eq | CompareOpKind::Ne)) =>
            {
                self.condition(&compared.expr);
                compared.ops.iter().for_each(|one| self.condition(&one.expr));
            }
            Expr::Var(_) | Expr::GetAttr(_) => {
                if let Some(Shape::Group(_)) = self.shape(expression) {
                    self.fault(expression.span(), "This has parts: ask for one of them, behind a dot.");
                }
            }
            _ => self.fault(
                expression.span(),
                "An {% if %} can ask for variables, with “and”, “or”, “not” and “==”.",
            ),
        }
    }

    /// The shape of a variable; what is none is a fault.
    fn shape(&mut self, expression: &Expr<'_>) -> Option<Shape> {
        let found = self.find(expression);
        if let Err(message) = &found {
            self.fault(expression.span(), message.clone());
        }
        found.ok()
    }

    fn find(&self, expression: &Expr<'_>) -> Result<Shape, String> {
        match expression {
            Expr::Var(name) => {
                let in_loop = self.scopes.iter().rev().find(|(known, _)| known == name.id);
                match in_loop {
                    Some((_, shape)) => Ok(*shape),
                    None => among(&self.variables, name.id, ""),
                }
            }
            Expr::GetAttr(part) => match self.find(&part.expr)? {
                Shape::Group(parts) => among(parts, part.name, &format!("{}.", path(&part.expr))),
                _ => Err(format!("“{}” has no parts.", path(&part.expr))),
            },
            _ => Err("A variable is expected here.".to_owned()),
        }
    }

    fn unknown_tag(&mut self, span: Span) {
        self.fault(span, "Only {% if %} and {% for … in … %} are known here.");
    }

    fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.faults.push(Fault { line: span.start_line.into(), message: message.into() });
    }
}

fn among(variables: &[Variable], name: &str, before: &str) -> Result<Shape, String> {
    match variables.iter().find(|known| known.name == name) {
        Some(known) => Ok(known.shape),
        None => {
            let known: Vec<String> =
                variables.iter().map(|known| format!("{before}{}", known.name)).collect();
            Err(format!("There is no “{before}{name}”. There are: {}.", known.join(", ")))
        }
    }
}

/// A variable as it is written.
fn path(expression: &Expr<'_>) -> String {
    match expression {
        Expr::Var(name) => name.id.to_owned(),
        Expr::GetAttr(part) => format!("{}.{}", path(&part.expr), part.name),
        _ => String::new(),
    }
}
