using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Exclusive;

/// <summary>One trunk ENI on a node whose pool wants member ENIs; none on others, once its members are gone.</summary>
internal static class TrunkStep
{
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape)
    {
        var trunk = Trunks.Of(node);
        if (shape.LacksTrunk)
        {
            node.Shortages.Say(InterfaceUse.Trunk, "", "NoTrunk", $"instances of type {shape.Limits.Type} can have no trunk ENI, so no pod gets a member ENI here: choose another type, or leave out spec.nodePools[].trunk");
        }
        else if (trunk is not null || !shape.HasTrunk)
        {
            node.Shortages.Clear(InterfaceUse.Trunk, "");
        }

        if (shape.HasTrunk && trunk is null && !node.Births.Exists(birth => birth.Use == InterfaceUse.Trunk) && !node.Interfaces.Exists(eni => eni.Use == InterfaceUse.Trunk))
        {
            Maker.Order(state, node, shape, new InterfaceOrder(InterfaceUse.Trunk, "", 1));
        }
        else if (!shape.HasTrunk && trunk is not null && !node.Interfaces.Exists(eni => eni.Use == InterfaceUse.Member))
        {
            // No pod has anything of a trunk itself: there is nobody to ask.
            trunk.Doomed = true;
        }
    }
}
