using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fairlead.Linux.Namespaces;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Packets.Fabric;

namespace Fairlead.Vpc.Packets.Control;

/// <summary>A fabric with its control socket, from start to SIGTERM.</summary>
/// <param name="control">Path of the socket to listen at.</param>
/// <param name="netns">Path of the namespace to work in; null for a nameless one of its own.</param>
public sealed class FabricDaemon(string control, string? netns)
{
    /// <returns>The exit status: 1 with a line on <paramref name="errors"/> where it could not start.</returns>
    public int Run(TextWriter output, TextWriter errors)
    {
        using var stop = new ManualResetEventSlim();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Set();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            using var fabric = Open();
            fabric.Start();
            using var server = new FabricControl(fabric).Listen(control);
            server.Start();
            output.WriteLine($"ready at {control}");
            stop.Wait();
            return 0;
        }
        catch (Exception error) when (error is WorldException or IOException or SocketException)
        {
            errors.WriteLine($"fairlead-vpc: {error.Message}");
            return 1;
        }
    }

    private VpcFabric Open()
    {
        var place = netns is null ? NetworkNamespace.Create() : NetworkNamespace.OpenPath(netns);
        return new VpcFabric(new PacketFabric(place, TimeProvider.System), new EmulatedCloud(CloudState.Empty, TimeProvider.System), TimeProvider.System);
    }
}
