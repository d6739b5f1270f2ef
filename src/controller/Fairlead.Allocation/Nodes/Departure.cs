using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Nodes;

/// <summary>A node is gone from the cluster: nobody acknowledges anything any more, and everything goes.</summary>
internal static class Departure
{
    public static void Run(AllocationState state, NodeRecord node)
    {
        if (!state.IsReady)
        {
            return;
        }

        foreach (var eni in node.Interfaces.ToList())
        {
            eni.Doomed = true;
            InterfaceStep.Run(state, eni);
        }

        // One that may have been made is found by its tag when the cloud is listed.
        node.Births.RemoveAll(birth => !birth.IsCalled);
        if (node.Interfaces.Count == 0 && node.Births.Count == 0)
        {
            state.Nodes.Remove(node.Name);
            state.Do(new RemoveNodeNetwork(node.Name));
        }
    }
}
