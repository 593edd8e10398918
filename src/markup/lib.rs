//! `view!` in Leptos' own notation, for a page that has to be small.
//!
//! Leptos gives each element a type of its own, made of its tag, attributes and children, and compiles
//! building, rebuilding, mounting and unmounting once more for each. This macro makes every element a
//! call of one type, `crate::markup::Element`, so that this code is there once; what is left of an
//! element is a few calls with constants.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use rstml::{
    Parser, ParserConfig,
    node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName},
};
use syn::{Error, Result, spanned::Spanned};

/// Elements that have no end.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

/// Makes a view: an `AnyView`. Elements, components, `{expressions}`, text; `on:event`,
/// `prop:property`, `class:name` and `node_ref` as in Leptos.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let parser = Parser::new(ParserConfig::new().always_self_closed_elements(VOID.into_iter().collect()));
    let nodes: Result<Vec<Node>> = parser.parse_simple(TokenStream::from(tokens));
    let made = nodes.and_then(|nodes| together(&nodes));
    made.unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Nodes side by side; one alone is itself.
fn together(nodes: &[Node]) -> Result<TokenStream> {
    let mut made = children(nodes)?;
    if made.len() == 1 {
        let only = made.remove(0);
        return Ok(quote! { crate::markup::child(#only) });
    }
    Ok(quote! { crate::markup::beside([#(crate::markup::child(#made)),*]) })
}

fn children(nodes: &[Node]) -> Result<Vec<TokenStream>> {
    let shown = nodes.iter().filter(|node| !matches!(node, Node::Comment(_)));
    shown.map(self::node).collect()
}

fn node(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(element) if is_component(element.name()) => component(element),
        Node::Element(element) => self::element(element),
        Node::Text(text) => Ok(text.value.to_token_stream()),
        Node::Block(NodeBlock::ValidBlock(block)) => Ok(quote! { { #[allow(unused_braces)] #block } }),
        Node::Fragment(fragment) => together(&fragment.children),
        other => Err(Error::new(other.span(), "a view has elements, components, {expressions} and \"text\"")),
    }
}

/// Components are called like types.
fn is_component(name: &NodeName) -> bool {
    name.to_string().rsplit("::").next().is_some_and(|last| last.starts_with(char::is_uppercase))
}

fn element(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let tag = element.name().to_string();
    let (mut fixed, mut set) = (Vec::new(), Vec::new());
    for attribute in attributes(element)? {
        let key = attribute.key.to_string();
        match attribute.value_literal_string() {
            Some(text) if !key.contains(':') => fixed.push(quote! { (#key, #text) }),
            _ => set.push(setting(&key, attribute)?),
        }
    }
    let children = children(&element.children)?;
    Ok(quote_spanned! { element.name().span() =>
        crate::markup::Element::new(#tag, &[#(#fixed),*]) #(#set)* #(.child(#children))*
    })
}

/// An attribute whose value is an expression, or that is more than an attribute.
fn setting(key: &str, attribute: &KeyedAttribute) -> Result<TokenStream> {
    let value = value(attribute)?;
    Ok(match key.split_once(':') {
        Some(("on", event)) => {
            let event = syn::Ident::new(event, attribute.key.span());
            quote! { .on(::leptos::ev::#event, #value) }
        }
        Some(("prop", name)) => quote! { .property(#name, #value) },
        Some(("class", name)) => quote! { .class(#name, #value) },
        None if key == "node_ref" => quote! { .noted(#value) },
        None => quote! { .attribute(#key, #value) },
        Some(_) => return Err(Error::new(attribute.key.span(), "on:, prop: and class: are known here")),
    })
}

fn component(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let name = element.name();
    let mut props = Vec::new();
    for attribute in attributes(element)? {
        let key = &attribute.key;
        // As in Leptos, a name alone stands for the variable of that name.
        let value = if attribute.possible_value.to_value().is_some() {
            value(attribute)?
        } else {
            quote! { #key }
        };
        props.push(quote! { .#key(#value) });
    }
    if !element.children.is_empty() {
        let inner = together(&element.children)?;
        props.push(quote! { .children(::leptos::children::ToChildren::to_children(move || #inner)) });
    }
    Ok(quote_spanned! { name.span() =>
        crate::markup::component(::leptos::component::component_view(
            #[allow(clippy::needless_borrows_for_generic_args)] &#name,
            ::leptos::component::component_props_builder(&#name) #(#props)* .build(),
        ))
    })
}

fn attributes<'element>(element: &'element NodeElement<rstml::Infallible>) -> Result<Vec<&'element KeyedAttribute>> {
    let keyed = |attribute: &'element NodeAttribute| match attribute {
        NodeAttribute::Attribute(keyed) => Ok(keyed),
        NodeAttribute::Block(block) => Err(Error::new(block.span(), "an attribute has a name")),
    };
    element.attributes().iter().map(keyed).collect()
}

/// What an attribute is set to; one without a value is simply there.
fn value(attribute: &KeyedAttribute) -> Result<TokenStream> {
    match (attribute.value(), attribute.possible_value.to_value()) {
        (Some(value), _) => Ok(value.to_token_stream()),
        (None, None) => Ok(quote! { true }),
        (None, Some(broken)) => Err(Error::new(broken.span(), "this is not an expression")),
    }
}
