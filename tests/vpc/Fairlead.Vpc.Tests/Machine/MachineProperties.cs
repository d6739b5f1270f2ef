using Fairlead.Model.Addresses;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>What holds after any events, however wrong they are.</summary>
public sealed class MachineProperties
{
    [Fact]
    public void The_state_holds_together_after_any_events() => Holds((_, _, step) => Faults(step.Next).Any() is false);

    [Fact]
    public void A_refused_event_changes_nothing_and_commands_nothing() => Holds((before, _, step) =>
        step.Refusal is null || (ReferenceEquals(before, step.Next) && step.Commands.IsEmpty && step.Refusal.Code.Length > 0 && step.Refusal.Message.Length > 0));

    [Fact]
    public void Ports_are_plugged_and_pulled_exactly_when_their_attachment_comes_and_goes() => Holds((before, _, step) =>
        step.Commands.OfType<PlugIn>().Select(plug => plug.Port).SequenceEqual(step.Next.Attachments.Keys.Except(before.Attachments.Keys))
        && step.Commands.OfType<PullOut>().Select(pull => pull.Port).SequenceEqual(before.Attachments.Keys.Except(step.Next.Attachments.Keys)));

    [Fact]
    public void What_was_done_can_be_read_back_from_its_json() => Holds((_, change, step) =>
    {
        var (op, arguments) = VpcOperations.Write(change);
        var text = VpcJson.ToNode(step.Next).ToJsonString();
        return VpcJson.ToNode(VpcJson.Read<VpcState>(VpcJson.ToNode(step.Next))).ToJsonString() == text
            && VpcOperations.Write(VpcOperations.Read(op, arguments)).Arguments.ToJsonString() == arguments.ToJsonString();
    });

    [Fact]
    public void A_packet_is_delivered_only_to_its_address_or_past_a_check_that_is_off() => Holds((_, _, step) =>
        Packets(step.Next).Select(packet => FabricJudge.Decide(step.Next, packet)).All(decision =>
            decision.Because.Length > 0 && (!decision.IsDelivered || IsRightPlace(step.Next, decision))));

    private static bool IsRightPlace(VpcState state, FabricDecision decision)
    {
        var to = state.FindPort(decision.To!)!;
        return to.Addresses.Contains(decision.Destination) || !state.Interfaces[to.Id].SourceDestinationCheck;
    }

    private static IEnumerable<FabricPacket> Packets(VpcState state) =>
        from port in state.Ports
        from source in port.Addresses.Append(InetAddress.Parse("10.244.1.7"))
        from destination in state.Ports.SelectMany(other => other.Addresses).Append(InetAddress.Parse("10.244.2.7"))
        where source.IsV6 == destination.IsV6
        select new FabricPacket(port.Id, source, destination, RuleProtocol.Tcp) { DestinationPort = 80 };

    private static IEnumerable<string> Faults(VpcState state)
    {
        var owned = state.Ports.SelectMany(port => port.Addresses).ToList();
        return
        [
            .. owned.GroupBy(address => address).Where(group => group.Count() > 1).Select(group => $"{group.Key} has two owners"),
            .. state.Interfaces.Values.Where(eni => !eni.Addresses.All(state.VSwitches[eni.VSwitch].Contains)).Select(eni => $"{eni.Id} is outside its vSwitch"),
            .. state.Interfaces.Values.Where(eni => eni.SecurityGroups.IsEmpty || !eni.SecurityGroups.All(state.SecurityGroups.ContainsKey)).Select(eni => $"{eni.Id} has no group"),
            .. state.SecurityGroups.Values.SelectMany(group => group.Rules).Where(rule => rule.PeerGroup is { } peer && !state.SecurityGroups.ContainsKey(peer)).Select(rule => $"{rule} refers to nobody"),
            .. state.Routes.Where(route => !state.Interfaces.ContainsKey(route.NextHop)).Select(route => $"{route.Destination} leads to nobody"),
            .. state.Routes.GroupBy(route => route.Destination).Where(group => group.Count() > 1).Select(group => $"{group.Key} is there twice"),
            .. state.Routes.Where(route => state.VSwitches.Values.Any(vSwitch => vSwitch.Cidr.Contains(route.Destination))).Select(route => $"{route.Destination} is the system's"),
            .. state.Attachments.Keys.Where(port => state.FindPort(port) is null).Select(port => $"{port} is attached and unknown"),
        ];
    }

    private static void Holds(Func<VpcState, VpcEvent, VpcStep, bool> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(VpcStories.Events().ToArbitrary(), events =>
        {
            var state = VpcStories.World;
            foreach (var change in events)
            {
                var step = VpcMachine.Step(state, change, VpcStories.Start);
                if (!property(state, change, step))
                {
                    return false;
                }

                state = step.Next;
            }

            return true;
        }));
}
