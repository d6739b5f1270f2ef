using Fairlead.Bench.Cloud;
using Fairlead.Bench.Cloud.Packets;
using Fairlead.Bench.Cloud.Server;
using Fairlead.Bench.Processes;

// The servers that are measured run in a process of their own, as the bench's child.
if (args is [ServedWorlds.Word, .. var wanted])
{
    return await ServedWorlds.ServeAsync(wanted);
}

// And what needs namespaces runs where there are some.
if (args is [NicRun.Word, var rounds])
{
    return NicRun.Run(rounds);
}

using var interruption = Interruption.Obey();
return CloudBench.Run(args);
