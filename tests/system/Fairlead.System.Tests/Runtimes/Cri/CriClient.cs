using System.Text;
using Fairlead.Model.Addresses;

namespace Fairlead.System.Tests.Runtimes.Cri;

/// <summary>What kubelet asks of a container runtime, as much as a pod's life needs (kubernetes/cri-api, runtime/v1/api.proto: its field numbers).</summary>
internal sealed class CriClient(string socket) : IDisposable
{
    private readonly GrpcChannel _channel = new(socket);

    /// <summary>Why the runtime's network is not ready; null when it is.</summary>
    public string? NetworkObstacle()
    {
        var conditions = Protobuf.Read(Protobuf.Find(Call("Status", new Protobuf()), 1)).Select(condition => condition.Octets);
        var network = conditions.Single(condition => Protobuf.FindText(condition, 1) == "NetworkReady");
        return Protobuf.FindNumber(network, 2) == 1 ? null : Protobuf.FindText(network, 4);
    }

    /// <summary>Runs a pod's sandbox.</summary>
    /// <returns>Its id.</returns>
    public string RunPod(CriPod pod) => Protobuf.FindText(Call("RunPodSandbox", new Protobuf().Message(1, pod.Configuration)), 1);

    public IReadOnlyList<InetAddress> Addresses(string pod)
    {
        var network = Protobuf.Find(Protobuf.Find(Call("PodSandboxStatus", new Protobuf().Text(1, pod)), 1), 5);
        var further = Protobuf.Read(network).Where(field => field.Field == 2).Select(field => Protobuf.FindText(field.Octets, 1));
        return [.. further.Prepend(Protobuf.FindText(network, 1)).Select(InetAddress.Parse)];
    }

    /// <summary>Starts a container in a sandbox.</summary>
    /// <returns>Its id.</returns>
    public string StartContainer(string pod, CriPod configuration, string image, params IEnumerable<string> command)
    {
        var container = new Protobuf().Message(1, new Protobuf().Text(1, "server")).Message(2, new Protobuf().Text(1, image)).Texts(3, command).Text(11, "server.log");
        var created = Call("CreateContainer", new Protobuf().Text(1, pod).Message(2, container).Message(3, configuration.Configuration));
        var id = Protobuf.FindText(created, 1);
        Call("StartContainer", new Protobuf().Text(1, id));
        return id;
    }

    /// <summary>Runs a command in a container; what it wrote.</summary>
    public string Exec(string container, params IEnumerable<string> command)
    {
        var done = Call("ExecSync", new Protobuf().Text(1, container).Texts(2, command).Number(3, 30));
        Assert.True(Protobuf.FindNumber(done, 3) == 0, Protobuf.FindText(done, 2));
        return Encoding.UTF8.GetString(Protobuf.Find(done, 1)).Trim();
    }

    public IReadOnlyList<string> Pods() => [.. Protobuf.Read(Call("ListPodSandbox", new Protobuf())).Select(pod => Protobuf.FindText(pod.Octets, 1))];

    public void StopPod(string pod) => Call("StopPodSandbox", new Protobuf().Text(1, pod));

    public void RemovePod(string pod) => Call("RemovePodSandbox", new Protobuf().Text(1, pod));

    /// <summary>Stop is DEL; remove is DEL once more, with an empty CNI_NETNS.</summary>
    public void EndPod(string pod)
    {
        StopPod(pod);
        RemovePod(pod);
    }

    public void Dispose() => _channel.Dispose();

    private byte[] Call(string method, Protobuf message) => _channel.Call($"runtime.v1.RuntimeService/{method}", message);
}

/// <param name="HostPort">Leads to port 80 of the pod; 0 for none.</param>
internal sealed record CriPod(string Name, int HostPort = 0)
{
    private readonly string _uid = Guid.NewGuid().ToString();

    public Protobuf Configuration
    {
        get
        {
            var configuration = new Protobuf()
                .Message(1, new Protobuf().Text(1, Name).Text(2, _uid).Text(3, "default"))
                .Text(2, Name).Text(3, "/run/cd/logs");
            if (HostPort > 0)
            {
                configuration.Message(5, new Protobuf().Number(2, 80).Number(3, (ulong)HostPort));
            }

            return configuration.Map(7, [KeyValuePair.Create("example.org/made-by", "the system tests")]).Message(8, new Protobuf());
        }
    }
}
