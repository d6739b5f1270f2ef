using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;

namespace Fairlead.Testing.Kernel;

/// <summary>A node of the fake kernel and its pods, by the names that rows have for them.</summary>
public sealed class FakeNamespaces : INetnsResolver
{
    private readonly FakeKernel _kernel;
    private readonly Dictionary<Netns, FakeNamespace> _namespaces = [];

    public FakeNamespaces(FakeKernel kernel)
    {
        _kernel = kernel;
        Add(Netns.Node);
    }

    public IReadOnlyList<Netns> Known => [Netns.Node, .. _namespaces.Keys.Where(netns => !netns.IsNode)];

    public FakeNamespace Node => _namespaces[Netns.Node];

    public INetworkNamespace? Resolve(Netns netns) => Find(netns);

    public FakeNamespace? Find(Netns netns) => _namespaces.GetValueOrDefault(netns);

    public FakeNamespace Add(Netns netns) => _namespaces[netns] = _kernel.NewNamespace();

    /// <summary>The pod ends, without anybody having been told.</summary>
    public void Vanish(Netns netns)
    {
        if (_namespaces.Remove(netns, out var gone))
        {
            gone.Vanish();
        }
    }
}
