namespace Fairlead.Kubernetes;

/// <summary>Which objects of a kind are meant.</summary>
public sealed record Selection
{
    public static Selection All { get; } = new();

    /// <summary>Empty: all.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>spec.nodeName=node-1</c>.</summary>
    public string Fields { get; init; } = "";

    /// <summary><c>app=web,tier!=back</c>.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Objects that one answer of a list has at most.</summary>
    public int PageSize { get; init; } = 500;

    internal string Query => (Fields.Length > 0 ? $"&fieldSelector={Uri.EscapeDataString(Fields)}" : "") + (Labels.Length > 0 ? $"&labelSelector={Uri.EscapeDataString(Labels)}" : "");
}
