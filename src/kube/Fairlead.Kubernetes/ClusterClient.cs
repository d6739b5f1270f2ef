using System.Text.Json;
using Fairlead.Kubernetes.Http;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes;

/// <summary>
/// The cluster's store, by the dialect of Kubernetes: the API server of a cluster, or our own store. Whatever is refused is a
/// <see cref="ClusterException"/>; nothing is repeated here.
/// </summary>
public sealed class ClusterClient : IDisposable
{
    private const string MergePatch = "application/merge-patch+json";

    private readonly ApiChannel _channel;

    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It, or the client's certificate, is no PEM.</exception>
    public ClusterClient(ClusterEndpoint endpoint, TimeProvider? time = null)
        : this(endpoint, null, time ?? TimeProvider.System)
    {
    }

    /// <param name="connections">What carries requests; null for the network.</param>
    public ClusterClient(ClusterEndpoint endpoint, HttpMessageHandler? connections, TimeProvider time)
    {
        Server = endpoint.Server;
        Time = time;
        _channel = new ApiChannel(endpoint, connections, time);
    }

    public Uri Server { get; }

    internal TimeProvider Time { get; }

    /// <summary>All pages.</summary>
    public async Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancel = default)
        where T : class, IResource
    {
        var kind = ResourceJson.KindOf<T>();
        var pages = new ListPages<T>();
        do
        {
            var path = $"{RequestPath.Of(kind, selection.Namespace)}?limit={selection.PageSize}{selection.Query}{pages.Query}";
            using var page = await _channel.AskAsync(new ApiRequest(HttpMethod.Get, path, "list", RequestPath.Words(kind, selection.Namespace, "")), cancel);
            pages.Add(page.RootElement);
        }
        while (pages.HasMore);
        return pages.Whole();
    }

    public async Task<T> GetAsync<T>(string name, string ns = "", CancellationToken cancel = default)
        where T : class, IResource
    {
        using var answer = await GetJsonAsync<T>(name, ns, cancel);
        return Read<T>(answer, "get", name, ns);
    }

    /// <summary>The object as it came, with the fields that our records do not have. The caller disposes it.</summary>
    public Task<JsonDocument> GetJsonAsync<T>(string name, string ns = "", CancellationToken cancel = default)
        where T : class, IResource => _channel.AskAsync(Request<T>(HttpMethod.Get, "get", name, ns), cancel);

    /// <summary>Null where there is none.</summary>
    public async Task<T?> FindAsync<T>(string name, string ns = "", CancellationToken cancel = default)
        where T : class, IResource
    {
        try
        {
            return await GetAsync<T>(name, ns, cancel);
        }
        catch (ClusterException error) when (error.IsNotFound)
        {
            return null;
        }
    }

    public async Task<T> CreateAsync<T>(T item, CancellationToken cancel = default)
        where T : class, IResource
    {
        var kind = ResourceJson.KindOf<T>();
        var (name, ns) = (item.Metadata.Name, item.Metadata.Namespace);
        if (kind.IsNamespaced && ns.Length == 0)
        {
            throw new ArgumentException($"an object of {kind.Plural} needs a namespace", nameof(item));
        }

        var request = new ApiRequest(HttpMethod.Post, RequestPath.Of(kind, ns), "create", RequestPath.Words(kind, ns, name)) { Body = ResourceJson.Write(item) };
        using var answer = await _channel.AskAsync(request, cancel);
        return Read<T>(answer, "create", name, ns);
    }

    /// <summary>Replaces the object: fields that the record does not have are lost. Refused where its resource version is not the last one.</summary>
    public Task<T> UpdateAsync<T>(T item, CancellationToken cancel = default)
        where T : class, IResource =>
        WriteAsync<T>(Request<T>(HttpMethod.Put, "update", item.Metadata.Name, item.Metadata.Namespace) with { Body = ResourceJson.Write(item) }, item.Metadata.Name, item.Metadata.Namespace, cancel);

    /// <param name="patch">RFC 7386; see <see cref="ResourcePatch"/>.</param>
    public Task<T> PatchAsync<T>(string name, string ns, ReadOnlyMemory<byte> patch, CancellationToken cancel = default)
        where T : class, IResource =>
        WriteAsync<T>(Request<T>(HttpMethod.Patch, "patch", name, ns) with { Body = patch, ContentType = MergePatch }, name, ns, cancel);

    /// <summary>Of <c>status</c> alone.</summary>
    public Task<T> PatchStatusAsync<T>(string name, string ns, ReadOnlyMemory<byte> patch, CancellationToken cancel = default)
        where T : class, IResource =>
        WriteAsync<T>(Request<T>(HttpMethod.Patch, "patch", name, ns, "status") with { Body = patch, ContentType = MergePatch }, name, ns, cancel);

    /// <param name="uid">Only where it is still this object; empty for whatever bears the name.</param>
    /// <param name="graceSeconds">Of pods; null for what the pod itself says.</param>
    public Task DeleteAsync<T>(string name, string ns = "", string uid = "", int? graceSeconds = null, CancellationToken cancel = default)
        where T : class, IResource => DeleteAsync<T>(name, ns, DeleteWish.Write(uid, "", graceSeconds), cancel);

    /// <summary>Only as it was seen: refused where somebody has changed it since.</summary>
    public Task DeleteAsync<T>(T seen, CancellationToken cancel = default)
        where T : class, IResource =>
        DeleteAsync<T>(seen.Metadata.Name, seen.Metadata.Namespace, DeleteWish.Write(seen.Metadata.Uid, seen.Metadata.ResourceVersion, null), cancel);

    private async Task DeleteAsync<T>(string name, string ns, ReadOnlyMemory<byte> wish, CancellationToken cancel)
        where T : class, IResource
    {
        using var answer = await _channel.AskAsync(Request<T>(HttpMethod.Delete, "delete", name, ns) with { Body = wish }, cancel);
    }

    /// <summary>Gives a pod to a node, as a scheduler does.</summary>
    public async Task BindAsync(string ns, string pod, string node, CancellationToken cancel = default)
    {
        var request = Request<Pod>(HttpMethod.Post, "create", pod, ns, "binding") with { Body = BindingWish.Write(ns, pod, node) };
        using var answer = await _channel.AskAsync(request, cancel);
    }

    /// <summary>What happens to a selection from then on. Ends when the server ends it, which it does every few minutes.</summary>
    /// <param name="resourceVersion">Of the list, or the last one that was seen.</param>
    /// <param name="idle">Silence, bookmarks included, after which the connection counts as dead.</param>
    /// <exception cref="ClusterException">Refused, broken, or <see cref="ClusterErrorKind.Gone"/>: list again.</exception>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(Selection selection, string resourceVersion, TimeSpan length, TimeSpan idle, CancellationToken cancel = default)
        where T : class, IResource
    {
        var kind = ResourceJson.KindOf<T>();
        var path = $"{RequestPath.Of(kind, selection.Namespace)}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(resourceVersion)}" +
            $"&timeoutSeconds={(int)length.TotalSeconds}{selection.Query}";
        var request = new ApiRequest(HttpMethod.Get, path, "watch", RequestPath.Words(kind, selection.Namespace, ""));
        return new WatchStream<T>(_channel, request, Time, idle).ReadAsync(cancel);
    }

    public void Dispose() => _channel.Dispose();

    private static ApiRequest Request<T>(HttpMethod method, string verb, string name, string ns, string part = "")
        where T : class, IResource
    {
        var kind = ResourceJson.KindOf<T>();
        return new ApiRequest(method, RequestPath.Of(kind, ns, name, part), verb, RequestPath.Words(kind, ns, name, part));
    }

    private async Task<T> WriteAsync<T>(ApiRequest request, string name, string ns, CancellationToken cancel)
        where T : class, IResource
    {
        using var answer = await _channel.AskAsync(request, cancel);
        return Read<T>(answer, request.Verb, name, ns);
    }

    private static T Read<T>(JsonDocument answer, string verb, string name, string ns)
        where T : class, IResource
    {
        try
        {
            return ResourceJson.Read<T>(answer.RootElement);
        }
        catch (ResourceFormatException error)
        {
            throw new ClusterException(ClusterErrorKind.Unknown, verb, RequestPath.Words(ResourceJson.KindOf<T>(), ns, name), 0, "what is there cannot be read: " + error.Message, error);
        }
    }
}
