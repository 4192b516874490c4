//! The notices that partners' endpoints are sent, as the document describes them: one webhook for each kind of event, made of the
//! list of events itself.

use domain::event::{FactForm, FactKind, PartnerEventKind, VERSION};
use utoipa::openapi::{
    ArrayBuilder, Content, HttpMethod, ObjectBuilder, PathItem, Paths, PathsBuilder, RefOr, Required, Response, Schema,
    SchemaFormat, Type,
    path::{OperationBuilder, ParameterBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
    schema::KnownFormat,
};

/// What is told of versions.
const OLDER: &str = "How data is written. What was told before events had forms has version 0, stands in GET /events alone, and has anything as \
                     its data.";

/// What each header of a notice is.
const HEADERS: [(&str, &str); 3] = [
    ("webhook-id", "The same at every attempt: what was seen is acknowledged again, and nothing else is done."),
    (
        "webhook-timestamp",
        "When this attempt was made, in seconds since 1970. What is older than five minutes is not ours.",
    ),
    (
        "webhook-signature",
        "Over id.timestamp.body, separated by blanks: v1, with HMAC-SHA256 and each secret of the endpoint that is in force, and v1a, \
         with our Ed25519 key. One that is right will do.",
    ),
];

/// Every webhook, by the code of its event.
pub fn all() -> Paths {
    PartnerEventKind::ALL
        .into_iter()
        .fold(PathsBuilder::new(), |paths, kind| paths.path(kind.code(), webhook(kind)))
        .build()
}

fn webhook(kind: PartnerEventKind) -> PathItem {
    let body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/json", Content::new(Some(notice(kind))))
        .build();
    let operation = OperationBuilder::new().summary(Some(kind.meaning())).request_body(Some(body));
    let operation = HEADERS.into_iter().fold(operation, |operation, (name, meaning)| {
        let header = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(meaning))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        operation.parameter(header)
    });
    let acknowledged = Response::new("Acknowledged, if the endpoint does not want the body SUCCESS besides.");
    let gone = Response::new("The endpoint is disabled.");
    let failed = Response::new("Sent again later: a redirect too, which is not followed.");
    let operation = operation.response("2XX", acknowledged).response("410", gone).response("default", failed);
    PathItem::new(HttpMethod::Post, operation.build())
}

fn notice(kind: PartnerEventKind) -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let count = || ObjectBuilder::new().schema_type(Type::Integer);
    let number = count().description(Some("Counts what this partner is told, from 1, without a gap; of a test 0."));
    let object = ObjectBuilder::new()
        .property("id", text())
        .property("type", text().enum_values(Some([kind.code()])))
        .property("version", count().enum_values(Some([VERSION])).description(Some(OLDER)))
        .property("number", number)
        .property("timestamp", text().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))))
        .property("subject", text().description(Some("To what it happened.")))
        .property("data", object(kind.facts()));
    let names = ["id", "type", "version", "number", "timestamp", "subject", "data"];
    names.into_iter().fold(object, ObjectBuilder::required).into()
}

fn object(facts: &[FactForm]) -> RefOr<Schema> {
    let object = facts.iter().fold(ObjectBuilder::new().schema_type(Type::Object), |object, fact| {
        let object = object.property(fact.name, schema(fact.kind));
        if fact.required { object.required(fact.name) } else { object }
    });
    object.into()
}

fn schema(kind: FactKind) -> RefOr<Schema> {
    let text = |format: Option<KnownFormat>| {
        ObjectBuilder::new().schema_type(Type::String).format(format.map(SchemaFormat::KnownFormat)).into()
    };
    match kind {
        FactKind::Text => text(None),
        FactKind::Amount => {
            let pattern = Some(r"^-?\d+\.\d{2}$");
            ObjectBuilder::new().schema_type(Type::String).pattern(pattern).into()
        }
        FactKind::Date => text(Some(KnownFormat::Date)),
        FactKind::Instant => text(Some(KnownFormat::DateTime)),
        FactKind::Count => ObjectBuilder::new().schema_type(Type::Integer).into(),
        FactKind::List(facts) => ArrayBuilder::new().items(object(facts)).into(),
    }
}
