using Fairlead.Agent.Cni;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Node;
using Fairlead.Datapath.ExclusiveEni;
using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Pods;

/// <summary>
/// A pod's coming and going. Attaching writes rows and the journal at the same time and answers when exactly these rows are in
/// the kernel and on the disk; whatever fails, everything is undone and the addresses rest.
/// </summary>
public sealed class PodLife(
    NodeJournal journal, PodPools pools, InterfaceIndexes indexes, PodRegister register, PodNamespaces namespaces, PodNetwork network,
    ConnectionSweeper connections, NodeLog log)
{
    // Far beyond what a healthy kernel takes under any load, and below the plug-in's own patience.
    private static readonly TimeSpan KernelPatience = TimeSpan.FromSeconds(30);

    private readonly KeyedTurns<AttachmentId> _turns = new();

    /// <exception cref="CniException">The pod is not attached, and nothing is left of the attempt.</exception>
    public PodAttachment Attach(AttachRequest request)
    {
        using var turn = _turns.Enter(request.Id);
        PodChoice choice;
        try
        {
            DropFormerLife(request);
            PodInterface.RefuseTaken(request);
            choice = pools.Choose(request);
        }
        catch
        {
            request.Netns.Dispose();
            throw;
        }

        return Make(request, choice);
    }

    /// <summary>Takes the pod's interface away. One that is not known is gone already.</summary>
    /// <exception cref="CniException">The kernel refuses; everything stays owned, and the next call tries again.</exception>
    public void Detach(AttachmentId id)
    {
        using var turn = _turns.Enter(id);
        if (register.Find(id) is { } pod)
        {
            Detach(pod);
        }
    }

    /// <summary>As <see cref="Detach(AttachmentId)"/>, unless somebody is at work with the pod: an ADD may wait for its ENI for half a minute.</summary>
    /// <returns>False where somebody is.</returns>
    /// <inheritdoc cref="Detach(AttachmentId)"/>
    public bool TryDetach(AttachmentId id)
    {
        using var turn = _turns.TryEnter(id);
        if (turn is not null && register.Find(id) is { } pod)
        {
            Detach(pod);
        }

        return turn is not null;
    }

    /// <summary>Takes a pod away that was found to be gone. Not another life of its id, which may have begun since.</summary>
    /// <returns>Whether it went by this call.</returns>
    /// <inheritdoc cref="Detach(AttachmentId)"/>
    public bool Collect(PodAttachment gone)
    {
        using var turn = _turns.TryEnter(gone.Id);
        if (turn is null || register.Find(gone.Id)?.HostIndex != gone.HostIndex)
        {
            return false;
        }

        Detach(gone);
        return true;
    }

    private void Detach(PodAttachment pod)
    {
        try
        {
            Await(network.Remove(pod.Id));
        }
        catch (Exception error) when (error is WorldException or TimeoutException or SupersededException)
        {
            throw new CniException(CniErrorCode.Kernel, $"removing {RegisterName(pod)}", error.Message, error);
        }

        Forget(pod, wasJournalled: true);
    }

    private PodAttachment Make(AttachRequest request, PodChoice choice)
    {
        var pod = Describe(request);
        var wasJournalled = false;
        try
        {
            namespaces.Add(pod, request.Netns);
            register.Begin(pod);
            pod = pools.Lease(pod, choice);
            register.Put(pod);
            RefuseAskedMac(request, pod);
            network.MakeReadyFor(pod);
            // An ENI is in one place at a time: whoever comes after a kill must know in which pod to look for it.
            var first = ExclusiveEniPlanner.IsOwn(pod);
            wasJournalled = first && Journal(pod);
            var ticket = network.Add(pod);
            wasJournalled = wasJournalled || Journal(pod);
            Await(ticket);
            register.Finish(pod.Id);
            namespaces.Settle(pod.Id);
            connections.SweepPorts(pod);
            return pod;
        }
        catch (Exception error)
        {
            Undo(pod, wasJournalled);
            throw Translate(pod, error);
        }
    }

    private bool Journal(PodAttachment pod)
    {
        journal.Append(new AttachmentPut(pod));
        return true;
    }

    private static void RefuseAskedMac(AttachRequest request, PodAttachment pod)
    {
        if (request.Mac is { } asked && ExclusiveEniPlanner.IsOwn(pod))
        {
            throw new CniException(
                CniErrorCode.UnsupportedField, $"the MAC address {asked} cannot be had", $"the pod's interface is ENI {pod.Eni!.Id}, whose MAC is {pod.Eni.Mac}");
        }
    }

    private PodAttachment Describe(AttachRequest request)
    {
        try
        {
            var index = indexes.Next();
            return new PodAttachment
            {
                Id = request.Id,
                NetnsPath = request.NetnsPath,
                NetnsDevice = request.Netns.Identity.Device,
                NetnsInode = request.Netns.Identity.Inode,
                HostIndex = index,
                HostMac = PodMacs.Host(index),
                PodMac = request.Mac ?? PodMacs.Pod(index),
                Mtu = network.PodMtu,
                PodNamespace = request.PodNamespace,
                PodName = request.PodName,
                PodUid = request.PodUid,
                Network = request.Network,
                HostPorts = request.HostPorts,
            };
        }
        catch (IOException error)
        {
            request.Netns.Dispose();
            throw new CniException(CniErrorCode.InputOutput, "the attachment cannot be journalled", error.Message, error);
        }
    }

    /// <summary>
    /// The same key twice is an error, unless what bears it is of a life that is over: after a reboot a runtime may call ADD
    /// with the old container id, and no DEL before.
    /// </summary>
    private void DropFormerLife(AttachRequest request)
    {
        if (register.Find(request.Id) is not { } former)
        {
            return;
        }

        // The kernel gives a namespace the inode of one that is gone: the same one has the interface, too.
        if (PodNamespaces.IdentityOf(former) == request.Netns.Identity ? PodInterface.Exists(request) : PodNamespaces.Exists(former))
        {
            throw new CniException(
                CniErrorCode.AlreadyThere, $"container {request.Id.ContainerId} already has interface {request.Id.InterfaceName}", "call DEL first; nothing was changed");
        }

        log.Say("pods", $"{RegisterName(former)} comes again without having gone: its old namespace is no more");
        Detach(former);
    }

    private void Undo(PodAttachment pod, bool wasJournalled)
    {
        try
        {
            Await(network.Remove(pod.Id));
        }
        catch (Exception error) when (error is WorldException or TimeoutException or SupersededException)
        {
            // The reconciler goes on trying, and the address must not be given to anybody meanwhile: it stays with a pod
            // that is not there, until the collection finds that its link is not either.
            log.Say("pods", $"undoing the attachment of {RegisterName(pod)}", error);
            register.Finish(pod.Id);
            return;
        }

        Forget(pod, wasJournalled);
    }

    private void Forget(PodAttachment pod, bool wasJournalled)
    {
        network.Forget(pod.Id);
        // What is noted of a pod in the register comes before the note of its end.
        register.Remove(pod.Id);
        if (wasJournalled)
        {
            journal.Owe(new AttachmentRemoved(pod.Id));
        }

        pools.Release(pod);
        namespaces.Remove(pod.Id);
        connections.Sweep(pod);
    }

    private static CniException Translate(PodAttachment pod, Exception error) => error switch
    {
        CniException known => known,
        IOException => new CniException(CniErrorCode.InputOutput, "the attachment cannot be journalled", error.Message, error),
        WorldException or TimeoutException or SupersededException =>
            new CniException(CniErrorCode.Kernel, $"attaching {RegisterName(pod)}", error.Message, error),
        _ => new CniException(CniErrorCode.Kernel, $"attaching {RegisterName(pod)}: {error.GetType().Name}", error.Message, error),
    };

    private static string RegisterName(PodAttachment pod) => PodRegister.Describe(pod);

    private static void Await(Ticket ticket)
    {
        if (!ticket.Wait(KernelPatience))
        {
            throw new TimeoutException($"the kernel has not done it within {KernelPatience.TotalSeconds:0} s");
        }
    }
}
