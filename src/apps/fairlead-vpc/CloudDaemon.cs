using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fairlead.Linux.Namespaces;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Packets.Control;
using Fairlead.Vpc.Packets.Fabric;

namespace Fairlead.Vpc.Program;

/// <summary>A cloud with packets, OpenAPI, metadata service and control socket, from start to SIGTERM.</summary>
/// <param name="control">Path of the socket to listen at.</param>
/// <param name="netns">Path of the namespace to work in; null for a nameless one of its own.</param>
/// <param name="descriptor">Of a socket that the OpenAPI is to answer at; null for none but the one inside.</param>
internal sealed class CloudDaemon(string control, string? netns, int? descriptor)
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
            Serve(output, stop);
            return 0;
        }
        catch (Exception error) when (error is WorldException or IOException or SocketException)
        {
            errors.WriteLine($"fairlead-vpc: {error.Message}");
            return 1;
        }
    }

    private void Serve(TextWriter output, ManualResetEventSlim stop)
    {
        var place = netns is null ? NetworkNamespace.Create() : NetworkNamespace.OpenPath(netns);
        using var cloud = new EmulatedCloud(CloudState.Empty, TimeProvider.System);
        using var fabric = new VpcFabric(new PacketFabric(place, TimeProvider.System), cloud, TimeProvider.System);
        fabric.Start();
        // The web server takes longer to start than the fabric, and hosts need not wait for it: whoever wants its address does.
        var starting = Task.Run(() => StartAsync(fabric, place));
        using var server = new FabricControl(fabric, () => starting.GetAwaiter().GetResult().Access()).Listen(control);
        server.Start();
        output.WriteLine($"ready at {control}");
        stop.Wait();
        starting.GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async Task<CloudFaces> StartAsync(VpcFabric fabric, NetworkNamespace place)
    {
        var faces = new CloudFaces(fabric, place, descriptor);
        await faces.StartAsync().ConfigureAwait(false);
        return faces;
    }
}
