namespace Fairlead.Resources.Meta;

/// <summary>An object of the cluster: immutable, as it was at one resource version.</summary>
public interface IResource
{
    ObjectMeta Metadata { get; init; }
}

/// <summary>Where a kind of object is found and what it is called.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Plural">As in the path, <c>nodenetworks</c>.</param>
public sealed record ResourceKind(string Group, string Version, string Kind, string Plural, bool IsNamespaced)
{
    public string Singular => Kind.ToLowerInvariant();

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Whether <c>status</c> is written by itself.</summary>
    public bool HasStatus { get; init; } = true;

    /// <summary><c>v1</c> or <c>group/version</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public override string ToString() => $"{Plural}.{Version}{(Group.Length == 0 ? "" : "." + Group)}";
}
