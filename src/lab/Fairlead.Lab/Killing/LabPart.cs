namespace Fairlead.Lab.Killing;

/// <summary>A program of a lab that may be killed and started again.</summary>
/// <param name="Program">One of <see cref="Programs"/>.</param>
/// <param name="Node">Whose agent it is; empty for the others.</param>
public sealed record LabPart(string Program, string Node = "")
{
    public const string Agent = "agent";

    public static IReadOnlyList<string> Programs { get; } = [Agent, "controller", "store", "cloud"];

    public override string ToString() => Node.Length == 0 ? $"the {Program}" : $"the {Program} of {Node}";
}
