using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Fairlead.Lab.Probes;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>
/// Step 8: a provider registers its own address, a consumer looks it up and connects straight to it. Once with the provider in a pod,
/// once with the consumer in one, and both in each way that pods have their addresses.
/// </summary>
internal static class RegistryStep
{
    private const ushort ServicePort = 20880;
    private const string Host = "legacy-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly (string Mode, string Provider, string Consumer)[] Pods =
        [("VPC mode with routes", "pod-a", "pod-c"), ("ENI mode", "eni-1", "eni-surplus"), ("shared ENI mode", "shared-1", "shared-210")];

    public static void Run(World world, StepLog log)
    {
        using var registry = new Registry(world.Netns(Host));
        log.Note($"a registry starts on {Host}", $"listening at {world.AddressOf(Host)}:{Registry.Port}");
        foreach (var (mode, provider, consumer) in Pods)
        {
            Call(world, log, mode, provider, consumer: "legacy-2");
            Call(world, log, mode, provider: "legacy-2", consumer);
        }
    }

    private static void Call(World world, StepLog log, string mode, string provider, string consumer)
    {
        var name = $"service-of-{provider}";
        using (var connection = Connect(world, provider))
        {
            // What RPC frameworks register: the address that their own end of the connection has.
            var own = ProbeEnd.Of(connection.LocalEndPoint).Address;
            var answer = Registry.Ask(connection, $"register {name} {own} {ServicePort}");
            log.Note($"{mode}: {provider} registers {name} at {own}:{ServicePort}", answer, answer == "registered" && own == world.AddressOf(provider));
        }

        string[] found;
        using (var connection = Connect(world, consumer))
        {
            found = Registry.Ask(connection, $"lookup {name}").Split(' ');
            log.Note($"{consumer} looks {name} up", string.Join(':', found), found.Length == 2);
        }

        var result = Probe.Tcp(world.Netns(consumer), world.Netns(provider), InetAddress.Parse(found[0]), ushort.Parse(found[1], CultureInfo.InvariantCulture), Patience);
        log.Reached($"{consumer} connects straight to {found[0]}:{found[1]}", result);
        log.Note(
            "the address seen at each end is the real one",
            $"consumer connected to {result.Target.Address}, provider saw {result.SeenSource?.Address}",
            result.SeenTarget?.Address == world.AddressOf(provider) && result.SeenSource?.Address == world.AddressOf(consumer));
    }

    private static Socket Connect(World world, string from)
    {
        var socket = Probe.Open(world.Netns(from), v6: false, SocketType.Stream);
        if (!socket.ConnectAsync(new IPEndPoint(world.AddressOf(Host).ToIPAddress(), Registry.Port)).Wait(Patience))
        {
            socket.Dispose();
            throw new LabException($"{from} does not reach the registry on {Host}");
        }

        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        return socket;
    }
}
