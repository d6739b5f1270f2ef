using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Interfaces;

/// <summary>The ENI of a node that carries its members.</summary>
internal static class Trunks
{
    public static InterfaceRecord? Of(NodeRecord node) => node.Interfaces.Find(eni => eni is { Use: InterfaceUse.Trunk, Doomed: false });
}
