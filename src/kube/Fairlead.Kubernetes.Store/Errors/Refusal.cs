using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;

namespace Fairlead.Kubernetes.Store.Errors;

/// <summary>The refusals that clients know, in Kubernetes' words (<c>apimachinery/pkg/api/errors</c>).</summary>
internal static class Refusal
{
    public static ApiException NotFound(ServedKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedPlural} \"{name}\" not found", Details(kind, name));

    public static ApiException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException AlreadyExists(ServedKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedPlural} \"{name}\" already exists", Details(kind, name));

    public static ApiException Conflict(ServedKind kind, string name, string why = "the object has been modified; please apply your changes to the latest version and try again") =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedPlural} \"{name}\": {why}", Details(kind, name));

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Forbidden(ServedKind kind, string name, string why) =>
        new(403, "Forbidden", $"{kind.QualifiedPlural} \"{name}\" is forbidden: {why}", Details(kind, name));

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException UnsupportedMediaType(string message) => new(415, "UnsupportedMediaType", message);

    public static ApiException NotAcceptable() =>
        new(406, "NotAcceptable", "only the following media types are accepted: application/json");

    public static ApiException TooLarge(int most) => new(413, "RequestEntityTooLarge", $"Request entity is too large: limit is {most}");

    /// <summary>The store itself cannot, for now.</summary>
    public static ApiException Internal(string message, Exception? cause = null) => new(500, "InternalError", $"Internal error occurred: {message}", cause: cause);

    public static ApiException Invalid(ServedKind kind, string name, IReadOnlyList<FieldProblem> problems)
    {
        var text = problems.Count == 1 ? problems[0].ToString() : $"[{string.Join(", ", problems)}]";
        var details = new JsonObject { ["name"] = name, ["group"] = kind.Group, ["kind"] = kind.Kind };
        details["causes"] = new JsonArray([.. problems.Select(problem => (JsonNode)new JsonObject { ["reason"] = problem.Reason, ["message"] = problem.Message, ["field"] = problem.Path })]);
        return new ApiException(422, "Invalid", $"{kind.QualifiedKind} \"{name}\" is invalid: {text}", details);
    }

    /// <summary>The version is one that the store has not come to yet.</summary>
    public static ApiException FutureVersion(long wanted, long current) => new(504, "Timeout", $"Too large resource version: {wanted}, current: {current}", new JsonObject
    {
        ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
        ["retryAfterSeconds"] = 1,
    });

    private static JsonObject Details(ServedKind kind, string name) => new() { ["name"] = name, ["group"] = kind.Group, ["kind"] = kind.Plural };
}
