namespace Fairlead.Model.Kernel;

/// <summary>A policy rule of ours (FRA_PROTOCOL = <see cref="OurMark.RouteProtocol"/>). Their number grows with ENIs, never with pods.</summary>
public sealed record RuleRow(bool IsV6, uint Priority, uint Table)
{
    /// <summary>Mark and mask, 0/0 for a rule that every packet meets.</summary>
    public uint Mark { get; init; }

    public uint MarkMask { get; init; }
}
