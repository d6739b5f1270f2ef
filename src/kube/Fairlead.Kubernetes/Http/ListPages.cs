using System.Text.Json;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Http;

/// <summary>The pages of one list, put together.</summary>
internal sealed class ListPages<T>
    where T : class, IResource
{
    private readonly List<T> _items = [];
    private readonly List<UnreadableObject> _unreadable = [];
    private string _version = "";
    private string _next = "";

    public bool HasMore => _next.Length > 0;

    public string Query => _next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(_next)}";

    public void Add(JsonElement page)
    {
        var metadata = page.GetProperty("metadata");
        _version = Text(metadata, "resourceVersion");
        _next = Text(metadata, "continue");
        if (!page.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            try
            {
                _items.Add(ResourceJson.Read<T>(item));
            }
            catch (ResourceFormatException error)
            {
                _unreadable.Add(UnreadableOf(item, error));
            }
        }
    }

    public ResourceList<T> Whole() => new(_items, _version) { Unreadable = _unreadable };

    public static UnreadableObject UnreadableOf(JsonElement item, ResourceFormatException error) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            ? new UnreadableObject(Text(metadata, "namespace"), Text(metadata, "name"), Text(metadata, "uid"), error.Message)
            : new UnreadableObject("", "", "", error.Message);

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
