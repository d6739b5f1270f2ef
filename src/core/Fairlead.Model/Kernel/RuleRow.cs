namespace Fairlead.Model.Kernel;

/// <summary>A policy rule of ours (FRA_PROTOCOL = <see cref="OurMark.RouteProtocol"/>). Their number grows with ENIs, never with pods.</summary>
public sealed record RuleRow(bool IsV6, uint Priority, uint Table)
{
    /// <summary>Mark and mask, 0/0 for a rule that every packet meets.</summary>
    public uint Mark { get; init; }

    public uint MarkMask { get; init; }

    public override string ToString() =>
        $"{(IsV6 ? "ip6" : "ip")} {Priority}: " + (MarkMask == 0 ? "" : $"fwmark 0x{Mark:x}/0x{MarkMask:x} ") + $"lookup {Table}";
}
