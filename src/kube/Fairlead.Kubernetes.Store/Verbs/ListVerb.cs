using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;
using Fairlead.Kubernetes.Store.Selectors;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Verbs;

/// <summary>All objects of a kind, or the selected ones, or a page of them.</summary>
internal sealed class ListVerb(ClusterStore store)
{
    private readonly PageMemory _pages = new(store.Options.Clock);

    public ObjectList List(ResourcePath path, Query query)
    {
        var selection = Selection(path, query);
        var (state, after) = query.Text("continue") is { } token ? _pages.Find(token) : (Latest(query), null);
        var limit = query.Number("limit") is { } most and > 0 ? most : long.MaxValue;
        var page = new List<StoredObject>();
        var remaining = 0L;
        foreach (var candidate in state.All(path.Kind).Values)
        {
            if ((after is { } last && candidate.Key.CompareTo(last) <= 0) || !selection.Matches(candidate))
            {
                continue;
            }

            if (page.Count < limit)
            {
                page.Add(candidate);
            }
            else
            {
                remaining++;
            }
        }

        return new ObjectList(path.Kind, state.Version, page, remaining > 0 ? _pages.Remember(state, page[^1].Key) : null, remaining);
    }

    public static ObjectSelection Selection(ResourcePath path, Query query)
    {
        var fields = query.Text("fieldSelector");
        // A path with a name, of the old way to watch, is a selection by it.
        fields = path.Name is { } name ? $"metadata.name={name}{(fields is null ? "" : $",{fields}")}" : fields;
        return new ObjectSelection(path.Namespace, LabelQuery.Parse(query.Text("labelSelector")), FieldQuery.Parse(fields, path.Kind));
    }

    // Any version that a caller may name is older than what there is, and "not older than" is what it means by it.
    private StoreState Latest(Query query)
    {
        var state = store.State;
        var wanted = Version(query) ?? 0;
        if (wanted > state.Version)
        {
            throw Refusal.FutureVersion(wanted, state.Version);
        }

        return query.Text("resourceVersionMatch") == "Exact" && wanted != state.Version
            ? throw Refusal.Expired($"the resource version {wanted} is over, the store is at {state.Version}")
            : state;
    }

    /// <returns>Null where none is named.</returns>
    public static long? Version(Query query) => query.Text("resourceVersion") switch
    {
        null => null,
        var text when long.TryParse(text, out var version) && version >= 0 => version,
        var other => throw Refusal.BadRequest($"resourceVersion: Invalid value: \"{other}\": it is none of this store"),
    };
}
