using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Nodes;

/// <summary>What a pod needs of its node.</summary>
/// <param name="Class">Empty for a pod of no class.</param>
/// <param name="IsFixed">It gets the address that the pod of its name had, and waits for it.</param>
internal sealed record PodWish(string Namespace, string Name, string Uid, PodNetworkMode Mode, string Class, bool IsFixed)
{
    public string Key => $"{Namespace}/{Name}";
}
