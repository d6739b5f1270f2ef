using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Replies;

/// <summary>Objects of one kind at one version, or a page of them.</summary>
/// <param name="Continue">Where the next page begins; null where there is none.</param>
internal sealed record ObjectList(ServedKind Kind, long Version, IReadOnlyList<StoredObject> Items, string? Continue, long Remaining)
{
    public JsonObject Metadata()
    {
        var metadata = new JsonObject { ["resourceVersion"] = Version.ToString(CultureInfo.InvariantCulture) };
        if (Continue is not null)
        {
            metadata["continue"] = Continue;
            metadata["remainingItemCount"] = Remaining;
        }

        return metadata;
    }

    public Reply ToReply()
    {
        var parts = new List<ReadOnlyMemory<byte>>((2 * Items.Count) + 2)
        {
            Encoding.UTF8.GetBytes($"{{\"kind\":\"{Kind.Kind}List\",\"apiVersion\":\"{Kind.ApiVersion}\",\"metadata\":{Metadata().ToJsonString()},\"items\":["),
        };
        foreach (var item in Items)
        {
            if (parts.Count > 1)
            {
                parts.Add(","u8.ToArray());
            }

            parts.Add(item.Text);
        }

        parts.Add("]}\n"u8.ToArray());
        return new Reply(200, Reply.Json, parts);
    }
}
