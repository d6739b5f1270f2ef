using Fairlead.Model.Problems;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>
/// The rules of the cloud as one pure function: a state and an event give the next state and what a face must do. There is no clock
/// in it, no randomness and no packet; whoever drives it says what time it is.
/// </summary>
public static class VpcMachine
{
    /// <exception cref="ProblemException">A configuration with mistakes; the state is as before.</exception>
    public static VpcStep Step(VpcState state, VpcEvent change, DateTimeOffset now) => change switch
    {
        Configure configure => Apply(state, configure, now),
        AttachPort attach => Attach(state, attach, now),
        DetachPort detach => Detach(state, detach),
        AddRouteEntry add => RouteRules.Add(state, add, now),
        DeleteRouteEntry delete => RouteRules.Delete(state, delete),
        SetSourceDestinationCheck or AssignAddress or UnassignAddress or SetSecurityGroups => InterfaceRules.Step(state, change),
        CreateSecurityGroup or DeleteSecurityGroup or AuthorizeSecurityGroup or RevokeSecurityGroup => SecurityRules.Step(state, change),
        _ => throw new ArgumentException($"the machine knows no {change.GetType().Name}", nameof(change)),
    };

    private static VpcStep Apply(VpcState state, Configure configure, DateTimeOffset now)
    {
        var next = ConfigurationReader.Read(configure.Configuration, now);
        var ports = next.Ports.ToDictionary(port => port.Id);
        var gone = state.Attachments.Keys.Where(port => !ports.ContainsKey(port)).ToList();
        next = next with { Attachments = state.Attachments.RemoveRange(gone) };
        return new VpcStep(next, [.. gone.Select(port => new PullOut(port))], null);
    }

    private static VpcStep Attach(VpcState state, AttachPort attach, DateTimeOffset now)
    {
        if (state.FindPort(attach.Port) is not { } port)
        {
            return VpcStep.Refused(state, "InvalidEcsId.NotFound", Nearest.Sentence("host or ENI", attach.Port, PortNames(state)));
        }

        if (state.Attachments.TryGetValue(port.Id, out var there))
        {
            return VpcStep.Refused(state, "InvalidOperation.InvalidEniState", $"{port.Id} is attached to {there.Netns} already");
        }

        var attachment = new PortAttachment(attach.Netns, attach.InterfaceName, now);
        return VpcStep.To(state with { Attachments = state.Attachments.Add(port.Id, attachment) }, new PlugIn(port.Id, attach.Netns, attach.InterfaceName));
    }

    private static VpcStep Detach(VpcState state, DetachPort detach)
    {
        if (state.FindPort(detach.Port) is not { } port)
        {
            return VpcStep.Refused(state, "InvalidEcsId.NotFound", Nearest.Sentence("host or ENI", detach.Port, PortNames(state)));
        }

        // A port that is not plugged in is as the caller wants it: repeating a detach is no mistake.
        return state.IsAttached(port.Id)
            ? VpcStep.To(state with { Attachments = state.Attachments.Remove(port.Id) }, new PullOut(port.Id))
            : VpcStep.To(state);
    }

    internal static IEnumerable<string> PortNames(VpcState state) => state.Ports.Select(port => port.Owner);
}
