using Fairlead.Linux;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>A call as a runtime makes it: folders of its own, a socket path, a pod's namespace. Each test changes what it is about.</summary>
internal sealed class PluginCall : IDisposable
{
    private readonly Lazy<NetworkNamespace> _pod = new(NewNamespace);

    public PluginCall()
    {
        Folder = Directory.CreateTempSubdirectory("fl-cni-").FullName;
        Socket = Path.Combine(Folder, "cni.sock");
        State = Path.Combine(Folder, "state");
    }

    public string Folder { get; }

    public string Socket { get; }

    public string State { get; }

    /// <summary>A namespace of the test's own, and a path at which the plug-in finds it.</summary>
    public NetworkNamespace Pod => _pod.Value;

    public string PodPath => $"/proc/{Environment.ProcessId}/fd/{Pod.Descriptor}";

    public string Configuration => $$"""{"cniVersion":"1.0.0","name":"net","type":"fairlead-cni","socket":"{{Socket}}","stateDir":"{{State}}"}""";

    /// <summary>The variables of ADD, with <paramref name="changes"/>; a value of null leaves the variable out.</summary>
    public Dictionary<string, string> Variables(string verb, params (string Name, string? Value)[] changes)
    {
        var variables = new Dictionary<string, string>
        {
            ["CNI_COMMAND"] = verb,
            ["CNI_CONTAINERID"] = "c1",
            ["CNI_NETNS"] = verb == "ADD" || verb == "CHECK" ? PodPath : "",
            ["CNI_IFNAME"] = "eth0",
            ["CNI_ARGS"] = "IgnoreUnknown=1;K8S_POD_NAME=p",
            ["CNI_PATH"] = "/opt/cni/bin",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                variables.Remove(name);
            }
            else
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    public Task<PluginRun> Run(string verb, params (string Name, string? Value)[] changes) => PluginRun.Of(Variables(verb, changes), Configuration);

    public Task<PluginRun> RunWith(string verb, string input) => PluginRun.Of(Variables(verb), input);

    /// <summary>The deletion requests that were left for an agent.</summary>
    public string[] Deletions() => Directory.Exists($"{State}/deletions") ? Directory.GetFiles($"{State}/deletions") : [];

    public void Dispose()
    {
        if (_pod.IsValueCreated)
        {
            Pod.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static NetworkNamespace NewNamespace()
    {
        try
        {
            return NetworkNamespace.Create();
        }
        catch (KernelException error) when (error.Code == Errno.EPERM)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN: run as root or inside 'unshare --user --map-root-user'");
            throw;
        }
    }
}
