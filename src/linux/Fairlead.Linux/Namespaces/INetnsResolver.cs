using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Namespaces;

/// <summary>Finds the open namespace that a row names.</summary>
public interface INetnsResolver
{
    /// <summary>The namespaces that rows may name now, the node's first.</summary>
    IReadOnlyList<Netns> Known { get; }

    /// <summary>
    /// The namespace, or null where it is gone: its path leads nowhere, or to another namespace than the one that was attached.
    /// The resolver owns what it returns.
    /// </summary>
    INetworkNamespace? Resolve(Netns netns);
}
