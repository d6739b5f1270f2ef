using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Datapath.World;

/// <summary>One way of bringing a pod to the VPC.</summary>
internal interface IMeasuredNode : IDisposable
{
    /// <summary>As the results name it.</summary>
    string Name { get; }

    /// <summary>The end that traffic comes from.</summary>
    NetworkNamespace Pod { get; }
}
