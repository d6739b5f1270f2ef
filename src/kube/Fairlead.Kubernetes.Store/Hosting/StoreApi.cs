using System.Security.Cryptography;
using System.Text;
using Fairlead.Kubernetes.Store.Discovery;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;
using Fairlead.Kubernetes.Store.Verbs;

namespace Fairlead.Kubernetes.Store.Hosting;

/// <summary>From a path to what answers it.</summary>
internal sealed class StoreApi(ClusterStore store)
{
    private readonly DiscoveryPages _discovery = new(store.Catalog);
    private readonly ResourceVerbs _resources = new(store);

    /// <returns>A reply, or a watch.</returns>
    /// <exception cref="ApiException">The call is refused.</exception>
    public async Task<object> AnswerAsync(ApiCall call)
    {
        var path = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        // Whether it is up is not a secret, and who asks has no token (Kubernetes' own "system:public-info-viewer").
        if (path is ["healthz" or "readyz" or "livez", ..])
        {
            return Reply.Plain("ok");
        }

        if (path is ["version"])
        {
            return _discovery.Version();
        }

        CheckToken(call);
        return path switch
        {
            ["api", var version, .. var rest] when rest.Length > 0 => await _resources.AnswerAsync(ResourcePath.Read(store.Catalog, "", version, rest), call).ConfigureAwait(false),
            ["apis", var group, var version, .. var rest] when rest.Length > 0 => await _resources.AnswerAsync(ResourcePath.Read(store.Catalog, group, version, rest), call).ConfigureAwait(false),
            _ when call.Method is not ("GET" or "HEAD") => throw Refusal.MethodNotAllowed(),
            _ => _discovery.Find(path, call) ?? throw Refusal.NoSuchPath(),
        };
    }

    private void CheckToken(ApiCall call)
    {
        const string Scheme = "Bearer ";
        if (store.Options.Token is not { } token)
        {
            return;
        }

        var said = call.Authorization;
        if (!said.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said[Scheme.Length..].Trim()), Encoding.UTF8.GetBytes(token)))
        {
            throw Refusal.Unauthorized();
        }
    }
}
