namespace Fairlead.Agent.Cni;

/// <summary>A released version of the specification. What it changed is asked by name, so that nobody compares numbers.</summary>
public sealed record CniVersion(int Major, int Minor, int Patch) : IComparable<CniVersion>
{
    public static readonly CniVersion V030 = new(0, 3, 0);
    public static readonly CniVersion V031 = new(0, 3, 1);
    public static readonly CniVersion V040 = new(0, 4, 0);
    public static readonly CniVersion V100 = new(1, 0, 0);
    public static readonly CniVersion V110 = new(1, 1, 0);

    /// <summary>Everything that results are written for, oldest first.</summary>
    public static IReadOnlyList<CniVersion> Supported { get; } = [V030, V031, V040, V100, V110];

    public bool HasCheck => CompareTo(V040) >= 0;

    /// <summary>GC and STATUS came with 1.1.0.</summary>
    public bool HasGarbageAndStatus => CompareTo(V110) >= 0;

    /// <summary>Up to 0.4.0 each address says which family it is of.</summary>
    public bool NamesFamilies => CompareTo(V100) < 0;

    /// <summary>From 1.1.0 interfaces and routes carry their MTU.</summary>
    public bool HasMtu => CompareTo(V110) >= 0;

    /// <returns>Null for a version that results cannot be written for.</returns>
    public static CniVersion? Find(string text) => Supported.FirstOrDefault(version => version.ToString() == text);

    public int CompareTo(CniVersion? other) =>
        other is null ? 1 : (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => $"{Major}.{Minor}.{Patch}";
}
