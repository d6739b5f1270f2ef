using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.OpenApi;

/// <summary>An OpenAPI document of version 2 as protobuf: <c>openapi.v2.Document</c> (gnostic, openapiv2/OpenAPIv2.proto), as far as it is used here.</summary>
internal static class OpenApiProtobuf
{
    private static readonly string[] Methods = ["get", "put", "post", "delete"];

    public static byte[] Write(JsonObject document)
    {
        var message = new MessageText();
        message.Text(1, document.TextAt("swagger"));
        message.Message(2, info =>
        {
            info.Text(1, document.TextAt("info.title"));
            info.Text(2, document.TextAt("info.version"));
        });
        message.Message(8, paths =>
        {
            foreach (var (path, item) in (JsonObject)document["paths"]!)
            {
                paths.Message(2, named => Named(named, path, value => Path(value, (JsonObject)item!)));
            }
        });
        message.Message(9, definitions =>
        {
            foreach (var (name, schema) in (JsonObject)document["definitions"]!)
            {
                definitions.Message(1, named => Named(named, name, value => Schema(value, (JsonObject)schema!)));
            }
        });
        return message.Written.ToArray();
    }

    private static void Path(MessageText message, JsonObject item)
    {
        // PathItem: get = 2, put = 3, post = 4, delete = 5, patch = 8.
        foreach (var (method, operation) in item)
        {
            message.Message(method == "patch" ? 8 : 2 + Array.IndexOf(Methods, method), value => Operation(value, (JsonObject)operation!));
        }
    }

    private static void Operation(MessageText message, JsonObject operation)
    {
        message.Text(5, operation.TextAt("operationId"));
        foreach (var consumed in operation["consumes"] as JsonArray ?? [])
        {
            message.Text(7, (string?)consumed);
        }

        foreach (var parameter in (JsonArray)operation["parameters"]!)
        {
            // ParametersItem.parameter, Parameter.non_body_parameter, NonBodyParameter.query_parameter_sub_schema.
            message.Message(8, item => item.Message(1, one => one.Message(2, nonBody => nonBody.Message(3, query =>
            {
                query.Text(2, parameter.TextAt("in"));
                query.Text(4, parameter.TextAt("name"));
                query.Text(6, parameter.TextAt("type"));
                query.Flag(20, true);
            }))));
        }

        // Responses.response_code, ResponseValue.response, Response.description.
        message.Message(9, responses => responses.Message(1, named => Named(named, "200", value => value.Message(1, response => response.Text(1, "OK")))));
        Extensions(message, 13, operation);
    }

    private static void Schema(MessageText message, JsonObject schema)
    {
        message.Text(1, Text(schema, "$ref"));
        message.Text(2, Text(schema, "format"));
        message.Text(4, Text(schema, "description"));
        Limits(message, schema);
        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            message.Text(19, (string?)required);
        }

        foreach (var one in schema["enum"] as JsonArray ?? [])
        {
            message.Message(20, any => Any(any, one));
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            message.Message(21, item => item.Message(1, value => Schema(value, values)));
        }

        if (Text(schema, "type") is { Length: > 0 } type)
        {
            message.Message(22, item => item.Text(1, type));
        }

        if (schema["items"] is JsonObject items)
        {
            message.Message(23, item => item.Message(1, value => Schema(value, items)));
        }

        if (schema["properties"] is JsonObject properties)
        {
            message.Message(25, all =>
            {
                foreach (var (name, property) in properties)
                {
                    all.Message(1, named => Named(named, name, value => Schema(value, (JsonObject)property!)));
                }
            });
        }

        Extensions(message, 31, schema);
    }

    private static void Limits(MessageText message, JsonObject schema)
    {
        Real(message, 7, schema["maximum"]);
        Real(message, 9, schema["minimum"]);
        Whole(message, 11, schema["maxLength"]);
        Whole(message, 12, schema["minLength"]);
        message.Text(13, Text(schema, "pattern"));
        Whole(message, 14, schema["maxItems"]);
        Whole(message, 15, schema["minItems"]);
    }

    private static void Extensions(MessageText message, int field, JsonObject from)
    {
        foreach (var (name, value) in from.Where(one => one.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            message.Message(field, named => Named(named, name, any => Any(any, value)));
        }
    }

    // Any.yaml; JSON is YAML too.
    private static void Any(MessageText message, JsonNode? value) => message.Text(2, value?.ToJsonString() ?? "null");

    private static void Named(MessageText message, string name, Action<MessageText> value)
    {
        message.Text(1, name);
        message.Message(2, value);
    }

    private static void Real(MessageText message, int field, JsonNode? value)
    {
        if (value is not null)
        {
            message.Real(field, JsonSerializer.Deserialize<double>(value));
        }
    }

    private static void Whole(MessageText message, int field, JsonNode? value)
    {
        if (value?.Whole() is { } number)
        {
            message.Whole(field, number);
        }
    }

    // Names with a dot or a dollar are no paths.
    private static string Text(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
