using System.Diagnostics;
using System.Globalization;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>A pod's namespace at a path, as a runtime makes it: the path leads to a descriptor of this process and ends with it.</summary>
internal sealed class TestPod(string container, string interfaceName = "eth0") : IDisposable
{
    private Process? _process;

    public string Container { get; } = container;

    public string Interface { get; } = interfaceName;

    public NetworkNamespace Netns { get; } = NetworkNamespace.Create();

    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{Netns.Descriptor}");

    /// <summary>Something runs in it, as in every real pod.</summary>
    public void Populate() => _process = Run.Start(Netns, Checkout.Program("sleep").Path, ["600"], []);

    /// <summary>The runtime deletes the namespace.</summary>
    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
        Netns.Dispose();
    }
}
