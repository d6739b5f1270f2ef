using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.Load;

/// <summary>Two ends and the path between them: what differs from case to case is only the path.</summary>
internal sealed record LoadCase(string Name, NetworkNamespace Client, NetworkNamespace Server, InetAddress ServerAddress);
