namespace Fairlead.Vpc.Metadata;

/// <summary>A text of the metadata service, or a folder of them.</summary>
internal sealed class MetadataItem
{
    private readonly Func<string>? _text;
    private readonly IReadOnlyList<(string Name, MetadataItem Item)> _items = [];

    private MetadataItem(Func<string> text) => _text = text;

    private MetadataItem(IReadOnlyList<(string, MetadataItem)> items) => _items = items;

    public static MetadataItem Of(Func<string> text) => new(text);

    /// <returns>Null for null: what an instance has not, it has no item of.</returns>
    public static MetadataItem? Of(string? text) => text is null ? null : new(() => text);

    public static MetadataItem Folder(params (string Name, MetadataItem? Item)[] items) =>
        new([.. items.Where(item => item.Item is not null).Select(item => (item.Name, item.Item!))]);

    public MetadataItem? Find(ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return this;
        }

        var name = path[0];
        return _items.FirstOrDefault(item => item.Name == name).Item?.Find(path[1..]);
    }

    /// <summary>Of a folder: its names, one a line, folders with a slash behind.</summary>
    public string Text() => _text?.Invoke() ?? string.Join('\n', _items.Select(item => item.Item._text is null ? $"{item.Name}/" : item.Name));
}
