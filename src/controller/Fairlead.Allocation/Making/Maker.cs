using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.Spares;
using Fairlead.Allocation.State;
using Fairlead.Allocation.VSwitches;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Making;

/// <summary>Has ENIs made: where, with which groups, and again what may have been made already.</summary>
internal static class Maker
{
    /// <returns>Addresses that it will have; 0 where there is no place for it now.</returns>
    public static int Order(AllocationState state, NodeRecord node, NodeShape shape, InterfaceOrder order)
    {
        if (!node.Making.MayTry(state.Now))
        {
            state.Due.Add(DueKind.Node, node.Name, node.Making.NotBefore);
            return 0;
        }

        var ground = ClassGround.Of(state, node, shape, order.Class);
        if (SpareTaking.Run(state, node, shape, order, ground) is > 0 and var spare)
        {
            return spare;
        }

        if ((shape.HasV4 ? Choose(state, shape, order, ground) : Anywhere(state, shape, order, ground)) is not var (vSwitch, chosen))
        {
            Shortage(state, node, shape, ground, order);
            return 0;
        }

        Make(state, node, shape, chosen, ground, vSwitch);
        return chosen.Units;
    }

    // Whole prefixes where any vSwitch has one; else single addresses, as many as an ENI can have: better than none.
    private static (string VSwitch, InterfaceOrder Order)? Choose(AllocationState state, NodeShape shape, InterfaceOrder order, ClassGround ground)
    {
        if (order.Units > 1 && order.ByPrefix(shape))
        {
            var needed = 1 + (order.WholePrefixes * 16);
            if (VSwitchChooser.Choose(ground.Places(state, shape, prefixes: true), ground.Selection, needed) is var (whole, granted))
            {
                return (whole, order with { Units = Math.Min(order.Units, granted) });
            }

            order = order with { Units = Math.Min(order.Units, Math.Min(shape.SlotsPerInterface, state.Options.MostAtBirth4)), IsSingles = true };
        }

        return VSwitchChooser.Choose(ground.Places(state, shape, prefixes: false), ground.Selection, order.Units) is var (vSwitch, addresses)
            ? (vSwitch, order with { Units = addresses })
            : null;
    }

    private static (string VSwitch, InterfaceOrder Order)? Anywhere(AllocationState state, NodeShape shape, InterfaceOrder order, ClassGround ground) =>
        VSwitchChooser.Choose(ground.Places(state, shape, prefixes: false), ground.Selection, 1) is var (vSwitch, _) ? (vSwitch, order) : null;

    /// <summary>In this vSwitch and no other: an address of it is wanted.</summary>
    public static void OrderIn(AllocationState state, NodeRecord node, NodeShape shape, InterfaceOrder order, string vSwitch) =>
        Make(state, node, shape, order, ClassGround.Of(state, node, shape, order.Class), vSwitch);

    /// <summary>Asks again, with the same token, for what may have been made.</summary>
    public static void Repeat(AllocationState state, NodeRecord node)
    {
        foreach (var birth in node.Births.Where(birth => !birth.IsCalled))
        {
            if (birth.Retry.MayTry(state.Now))
            {
                Call(state, node, birth);
            }
            else
            {
                state.Due.Add(DueKind.Node, node.Name, birth.Retry.NotBefore);
            }
        }
    }

    private static void Make(AllocationState state, NodeRecord node, NodeShape shape, InterfaceOrder order, ClassGround ground, string vSwitch)
    {
        var generation = node.NextGeneration();
        var wish = order.Wish(state, node, shape, vSwitch, ground.SecurityGroups, generation);
        var birth = new Birth(wish, order.Use, order.Class, node.InstanceId, order.Token(state, node, generation), generation) { Reservation = order.Reservation };
        node.Births.Add(birth);
        Call(state, node, birth);
    }

    private static void Call(AllocationState state, NodeRecord node, Birth birth)
    {
        birth.IsCalled = true;
        if (state.VSwitch(birth.Wish.VSwitch) is { } vSwitch)
        {
            vSwitch.Free -= birth.Wish.NeededAddresses + (birth.Wish.Prefixes4 * 16);
        }

        state.Call(new BirthErrand(node, birth), id => new CreateInterface(birth.Wish, birth.Token) { Id = id });
    }

    private static void Shortage(AllocationState state, NodeRecord node, NodeShape shape, ClassGround ground, InterfaceOrder order)
    {
        var (names, zone) = (string.Join(", ", ground.VSwitches), node.Instance!.Zone);
        var (reason, why) = ground.VSwitches.Count == 0 ? ("NoVSwitch", $"no vSwitch of zone {zone} is configured")
            : shape.HasV6 && ground.VSwitches.All(id => state.VSwitch(id)!.Described.Cidr6 is null) ? ("NoIpv6Range", $"{names} in zone {zone} have no IPv6 range, which spec.families asks for")
            : ("VSwitchFull", $"{names} in zone {zone} have no addresses left");
        node.Shortages.Say(
            order.Use, order.Class, reason,
            $"{why}: an ENI of {order.Units} addresses{(order.Class.Length > 0 ? " of class " + order.Class : "")} cannot be made; add a vSwitch of that zone{(reason == "NoIpv6Range" ? " that has one" : "")}");
        var retry = ground.VSwitches.Select(state.VSwitch).OfType<VSwitchRecord>().Where(record => record.IsFull).Select(record => record.NotBefore).DefaultIfEmpty(state.Now + state.Options.LongestRetry).Min();
        state.Due.Add(DueKind.Node, node.Name, retry > state.Now ? retry : state.Now + state.Options.FirstRetry * 10);
        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.FirstRetry * 10);
    }
}
