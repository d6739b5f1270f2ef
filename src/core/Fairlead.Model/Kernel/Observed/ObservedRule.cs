using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>fr_action of include/uapi/linux/fib_rules.h.</summary>
public enum RuleAction : byte
{
    Unspecified = 0,
    Table = 1,
    Goto = 2,
    Nop = 3,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
}

/// <summary>A policy rule, ours or not.</summary>
public sealed record ObservedRule
{
    public required bool IsV6 { get; init; }

    public required uint Priority { get; init; }

    public required RuleAction Action { get; init; }

    public uint Table { get; init; }

    public Cidr? Source { get; init; }

    public Cidr? Destination { get; init; }

    public string InputLink { get; init; } = "";

    public string OutputLink { get; init; } = "";

    public uint Mark { get; init; }

    public uint MarkMask { get; init; }

    /// <summary>FIB_RULE_INVERT.</summary>
    public bool IsInverted { get; init; }

    /// <summary>suppress_prefixlength, -1 for none.</summary>
    public int SuppressPrefixLength { get; init; } = -1;

    /// <summary>Target priority of a goto.</summary>
    public uint Goto { get; init; }

    public byte Protocol { get; init; }

    /// <summary>Conditions that this record has no field for (ports, uid range, tunnel id): a prediction that meets the rule cannot be sure.</summary>
    public bool HasOtherConditions { get; init; }

    public bool IsOurs => Protocol == OurMark.RouteProtocol;
}
