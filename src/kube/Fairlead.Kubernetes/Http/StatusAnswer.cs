using System.Text.Json;
using Fairlead.Model.Problems;

namespace Fairlead.Kubernetes.Http;

/// <summary>A refusal as the server writes it: <c>v1</c> Status, or whatever stands between us and it.</summary>
internal static class StatusAnswer
{
    public static ClusterException Read(string verb, string resource, int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var (reason, message, causes) = Parse(body);
        var kind = KindOf(status, reason);
        return new ClusterException(kind, verb, resource, status, message.Length > 0 ? message : Words(kind), null) { Causes = causes, RetryAfter = retryAfter };
    }

    /// <summary>Of the object of an <c>ERROR</c> in a watch.</summary>
    public static ClusterException Read(string verb, string resource, JsonElement status)
    {
        var code = status.TryGetProperty("code", out var given) && given.TryGetInt32(out var number) ? number : 0;
        var kind = KindOf(code, Text(status, "reason"));
        return new ClusterException(kind, verb, resource, code, Text(status, "message") is { Length: > 0 } message ? message : Words(kind));
    }

    private static ClusterErrorKind KindOf(int status, string reason) => (status, reason) switch
    {
        (404, _) => ClusterErrorKind.NotFound,
        (409, "AlreadyExists") => ClusterErrorKind.AlreadyExists,
        (409, _) => ClusterErrorKind.Conflict,
        (410, _) => ClusterErrorKind.Gone,
        (400 or 413 or 415 or 422, _) => ClusterErrorKind.Invalid,
        (401 or 403, _) => ClusterErrorKind.Forbidden,
        (429 or >= 500, _) => ClusterErrorKind.Unavailable,
        _ => ClusterErrorKind.Unknown,
    };

    private static string Words(ClusterErrorKind kind) => kind switch
    {
        ClusterErrorKind.NotFound => "there is none",
        ClusterErrorKind.Forbidden => "not allowed",
        ClusterErrorKind.Unavailable => "the server has troubles of its own",
        _ => "refused without a reason",
    };

    private static (string Reason, string Message, IReadOnlyList<Problem> Causes) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? (Text(root, "reason"), Text(root, "message"), Causes(root)) : ("", "", []);
        }
        catch (JsonException)
        {
            return ("", "", []);
        }
    }

    private static List<Problem> Causes(JsonElement root)
    {
        var causes = new List<Problem>();
        if (root.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object &&
            details.TryGetProperty("causes", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var cause in list.EnumerateArray().Where(cause => cause.ValueKind == JsonValueKind.Object))
            {
                causes.Add(new Problem(Text(cause, "field"), Text(cause, "message")));
            }
        }

        return causes;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
