using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Errors;

/// <summary>The store says no: what becomes a <c>v1</c> Status with a code, a reason and what it is about.</summary>
/// <param name="code">Of HTTP.</param>
/// <param name="reason">One word for programs, <c>metav1.StatusReason</c>.</param>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null, Exception? cause = null) : Exception(message, cause)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject Status()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (details is not null)
        {
            status["details"] = details.DeepClone();
        }

        status["code"] = Code;
        return status;
    }
}
