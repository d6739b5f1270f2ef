using Fairlead.Linux.Sockets;

namespace Fairlead.Agent.Server;

/// <summary>One request as it came over the socket.</summary>
/// <param name="Body">Its first octet says of which kind it is.</param>
/// <param name="Descriptor">What rode with it, now ours; -1 for none.</param>
public readonly record struct AgentRequest(ReadOnlyMemory<byte> Body, int Descriptor, UnixPeer Peer);
