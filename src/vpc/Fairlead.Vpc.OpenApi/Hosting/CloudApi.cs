using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.OpenApi.Actions;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Faults;
using Fairlead.Vpc.OpenApi.Replies;
using Fairlead.Vpc.OpenApi.Signing;

namespace Fairlead.Vpc.OpenApi.Hosting;

/// <summary>From a request to its answer: which action, who asks, what with, done by the cloud, written down.</summary>
/// <param name="region">Of the endpoint.</param>
internal sealed class CloudApi(CloudGate gate, ICredentialStore credentials, ISecurityTokenIssuer? issuer, string region, TimeProvider clock)
{
    /// <summary>What is said instead of a status where the connection is to be closed without an answer.</summary>
    public const int Lost = 0;

    private const int Success = 200;

    private readonly SignatureCheck _signatures = new(credentials, clock);

    /// <summary>Answers; what there is to say is in the exchange afterwards.</summary>
    /// <param name="broken">Why the request could not be read; null where it could.</param>
    /// <returns>The HTTP status, or <see cref="Lost"/>.</returns>
    public ValueTask<int> AnswerAsync(ApiExchange x, CloudError? broken, CancellationToken stopping)
    {
        if (x.Request.Path == FaultScript.ControlPath && broken is null)
        {
            return new(FaultControl.Answer(x, gate));
        }

        var (action, sts, error) = (default(CloudAction), default(string), Format(x) ?? broken);
        error ??= Which(x, out action, out sts);
        if (error is not null)
        {
            return new(Refuse(x, error));
        }

        x.Parameters.Begin(x.Product!.Dialect, region);
        if (sts == StsActions.AssumeRole)
        {
            return new(AssumeRole(x));
        }

        var (key, doubt) = _signatures.Check(x.Request);
        return key is null ? new(Refuse(x, doubt!))
            : sts is not null ? new(WhoAmI(x, key))
            : CallAsync(x, action!, key, stopping);
    }

    /// <summary>Writes the cloud's no.</summary>
    public static int Refuse(ApiExchange x, CloudError error)
    {
        x.Restart();
        var host = x.Request.Headers.Host.ToString();
        var w = x.Reply;
        w.Begin("Error");
        w.Text("RequestId"u8, x.RequestId);
        w.Text("HostId"u8, host);
        w.Text("Code"u8, error.Code);
        w.Text("Message"u8, error.Message);
        w.Text("Recommend"u8, $"https://api.aliyun.com/troubleshoot?q={error.Code}&product={x.Product?.Name}&requestId={x.RequestId}");
        w.End("Error");
        return error.Status;
    }

    private static CloudError? Format(ApiExchange x)
    {
        var format = x.Request.Parameters.Get("Format"u8);
        // Newer SDKs say it by the header only; the oldest rule, no Format means XML, holds for all others.
        if (format.IsEmpty ? x.Request.Headers.ContainsKey("x-acs-date") : System.Text.Ascii.EqualsIgnoreCase(format, "JSON"u8))
        {
            x.UseJson();
            return null;
        }

        return format.IsEmpty || System.Text.Ascii.EqualsIgnoreCase(format, "XML"u8) ? null : GatewayErrors.UnknownFormat;
    }

    private static CloudError? Which(ApiExchange x, out CloudAction? action, out string? sts)
    {
        (action, sts) = (null, null);
        var request = x.Request;
        if (request.Method is not ("GET" or "POST"))
        {
            return GatewayErrors.UnknownMethod;
        }

        var (version, name) = (request.HeaderOr("x-acs-version", "Version"u8), request.HeaderOr("x-acs-action", "Action"u8));
        if (request.Path != "/" || name is null || version is null)
        {
            return request.Path != "/" ? GatewayErrors.UnknownAction : GatewayErrors.Missing(name is null ? "Action" : "Version");
        }

        if ((x.Product = Product.Of(version)) is not { } product)
        {
            return GatewayErrors.UnknownVersion;
        }

        action = CloudAction.Find(product, name);
        sts = product == Product.Sts && name is StsActions.AssumeRole or StsActions.WhoAmI ? name : null;
        return action is null && sts is null ? GatewayErrors.UnknownAction : null;
    }

    private ValueTask<int> CallAsync(ApiExchange x, CloudAction action, AccessKey key, CancellationToken stopping)
    {
        var call = action.Bind(x.Parameters);
        if (x.Parameters.Error is { } error)
        {
            return new(Refuse(x, error));
        }

        var pending = gate.CallAsync(key.Account, call, stopping);
        return pending.IsCompletedSuccessfully ? new(Write(x, action, call, key, pending.Result)) : WaitAsync(x, action, call, key, pending);
    }

    private static async ValueTask<int> WaitAsync(ApiExchange x, CloudAction action, CloudCall call, AccessKey key, ValueTask<CloudAnswer> pending) =>
        Write(x, action, call, key, await pending.ConfigureAwait(false));

    private static int Write(ApiExchange x, CloudAction action, CloudCall call, AccessKey key, CloudAnswer answer)
    {
        if (answer.IsLost)
        {
            return Lost;
        }

        if (answer.Error is { } error)
        {
            return Refuse(x, error);
        }

        var w = Begin(x, action.Root, key.Account);
        action.Write(w, call, answer.Reply!);
        w.End(action.Root);
        return Success;
    }

    private static int WhoAmI(ApiExchange x, AccessKey key)
    {
        var w = Begin(x, "GetCallerIdentityResponse", key.Account);
        StsActions.WriteIdentity(w, key);
        w.End("GetCallerIdentityResponse");
        return Success;
    }

    private int AssumeRole(ApiExchange x)
    {
        var (role, error) = StsActions.Assume(x.Parameters, issuer);
        if (role is null)
        {
            return Refuse(x, error!);
        }

        var w = Begin(x, "AssumeRoleWithOIDCResponse", "");
        StsActions.WriteRole(w, role);
        w.End("AssumeRoleWithOIDCResponse");
        return Success;
    }

    private static ReplyWriter Begin(ApiExchange x, string root, string account)
    {
        x.Reply.Account = account;
        x.Reply.Begin(root);
        x.Reply.Text("RequestId"u8, x.RequestId);
        return x.Reply;
    }
}
