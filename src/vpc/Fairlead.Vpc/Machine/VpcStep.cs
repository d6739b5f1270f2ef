using System.Collections.Immutable;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>What a face has to do besides carrying packets as the next state says.</summary>
public abstract record VpcCommand;

/// <summary>The NIC of a port is to appear in a network namespace.</summary>
public sealed record PlugIn(string Port, string Netns, string InterfaceName) : VpcCommand;

/// <summary>The NIC of a port is to disappear.</summary>
public sealed record PullOut(string Port) : VpcCommand;

/// <summary>The cloud's no.</summary>
/// <param name="Code">As the OpenAPI says it, <c>RouterEntryConflict.Duplicated</c>.</param>
public sealed record VpcRefusal(string Code, string Message)
{
    public override string ToString() => $"{Code}: {Message}";
}

/// <summary>What came of an event. A refused one changes nothing and commands nothing.</summary>
public sealed record VpcStep(VpcState Next, ImmutableArray<VpcCommand> Commands, VpcRefusal? Refusal)
{
    internal static VpcStep To(VpcState next, params ReadOnlySpan<VpcCommand> commands) => new(next, [.. commands], null);

    internal static VpcStep Refused(VpcState unchanged, string code, string message) => new(unchanged, [], new VpcRefusal(code, message));
}
