namespace Fairlead.Conformance;

/// <summary>A released version of the specification, and what came with it.</summary>
internal static class SpecVersion
{
    /// <summary>All that this checker knows the results of, oldest first.</summary>
    public static IReadOnlyList<string> Known { get; } = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"];

    public static bool HasCheck(string version) => IsAtLeast(version, "0.4.0");

    public static bool HasGcAndStatus(string version) => IsAtLeast(version, "1.1.0");

    /// <summary>Results before 0.3.0 have one address a family, and no interfaces.</summary>
    public static bool HasInterfaces(string version) => IsAtLeast(version, "0.3.0");

    /// <summary>Up to 0.4.0 each address says which family it is of; 1.0.0 took that out.</summary>
    public static bool NamesFamilies(string version) => HasInterfaces(version) && !IsAtLeast(version, "1.0.0");

    private static bool IsAtLeast(string version, string least) => Version.Parse(version) >= Version.Parse(least);
}
