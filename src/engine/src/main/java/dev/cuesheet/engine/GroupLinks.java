package dev.cuesheet.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order between tasks that was said of groups or by ids, turned into order between tasks. What lies within a group is
 * settled before the group's roots and leaves are asked for, so the order of definition does not matter; in Airflow it
 * does.
 */
final class GroupLinks {

    /** A task or a group of the DAG. */
    private sealed interface Member {
        record Task(TaskDraft draft) implements Member {}

        record Group(GroupDraft draft) implements Member {}

        static Member of(Object draft) {
            return draft instanceof GroupDraft group ? new Group(group) : new Task((TaskDraft) draft);
        }

        default String id() {
            return this instanceof Group group ? group.draft.id : ((Task) this).draft.id;
        }

        /** The groups that it is or is in, from the inside. */
        default List<GroupDraft> path() {
            if (this instanceof Group group) {
                return group.draft.path();
            }
            var around = ((Task) this).draft.group;
            return around == null ? List.of() : around.path();
        }
    }

    /** One waits for another, which is known as it is or by its id. */
    private record Link(
            Member waiting,
            @Nullable Member upstream,
            @Nullable String upstreamId) {}

    private record Resolved(
            Member waiting, Member upstream, @Nullable GroupDraft within) {
        int depth() {
            return within == null ? 0 : within.path().size();
        }
    }

    private final List<Link> links = new ArrayList<>();

    /** @param waiting and upstream are drafts of tasks or groups */
    void add(Object waiting, Object upstream) {
        links.add(new Link(Member.of(waiting), Member.of(upstream), null));
    }

    void addById(Object waiting, String upstreamId) {
        links.add(new Link(Member.of(waiting), null, upstreamId));
    }

    /** Lets the tasks wait for each other. Says what is wrong. */
    List<DagFault> settle(List<TaskDraft> tasks, List<GroupDraft> groups) {
        var faults = new ArrayList<DagFault>();
        var byId = new HashMap<String, Member>();
        groups.forEach(group -> byId.putIfAbsent(group.id, new Member.Group(group)));
        tasks.forEach(task -> byId.putIfAbsent(task.id, new Member.Task(task)));
        var resolved = new ArrayList<Resolved>();
        for (var link : links) {
            var upstream = link.upstream != null ? link.upstream : byId.get(link.upstreamId);
            if (upstream == null) {
                faults.add(fault(
                        link.waiting,
                        "waits for \"%s\", which is neither a task nor a group of this DAG"
                                .formatted(link.upstreamId)));
            } else if (overlap(link.waiting, upstream)) {
                faults.add(fault(
                        link.waiting,
                        "waits for itself: \"%s\" and \"%s\" have tasks in common"
                                .formatted(link.waiting.id(), upstream.id())));
            } else {
                resolved.add(new Resolved(link.waiting, upstream, common(link.waiting, upstream)));
            }
        }
        resolved.sort(Comparator.comparingInt(Resolved::depth).reversed());
        int depth = Integer.MAX_VALUE;
        var roots = new HashMap<GroupDraft, List<TaskDraft>>();
        var leaves = new HashMap<GroupDraft, List<TaskDraft>>();
        for (var link : resolved) {
            if (link.depth() < depth) {
                depth = link.depth();
                roots.clear();
                leaves.clear();
            }
            connect(link, roots, leaves, faults);
        }
        return faults;
    }

    private static void connect(
            Resolved link,
            Map<GroupDraft, List<TaskDraft>> roots,
            Map<GroupDraft, List<TaskDraft>> leaves,
            List<DagFault> faults) {
        var waiting = link.waiting instanceof Member.Group group
                ? roots.computeIfAbsent(group.draft, GroupDraft::roots)
                : List.of(((Member.Task) link.waiting).draft);
        var upstream = link.upstream instanceof Member.Group group
                ? leaves.computeIfAbsent(group.draft, GroupDraft::leaves)
                : List.of(((Member.Task) link.upstream).draft);
        if (upstream.isEmpty() || waiting.isEmpty()) {
            var empty = upstream.isEmpty() ? link.upstream : link.waiting;
            faults.add(fault(
                    link.waiting,
                    "the order of \"%s\" after \"%s\" would be lost: the group \"%s\" has no %s"
                            .formatted(
                                    link.waiting.id(),
                                    link.upstream.id(),
                                    empty.id(),
                                    upstream.isEmpty() ? "leaves" : "roots")));
        }
        waiting.forEach(task -> upstream.forEach(task::connect));
    }

    private static boolean overlap(Member one, Member other) {
        return one instanceof Member.Group group && other.path().contains(group.draft)
                || other instanceof Member.Group another && one.path().contains(another.draft);
    }

    /** The innermost group that holds both; null when only the DAG does. */
    private static @Nullable GroupDraft common(Member one, Member other) {
        var around = new HashSet<>(other.path());
        return one.path().stream().filter(around::contains).findFirst().orElse(null);
    }

    private static DagFault fault(Member member, String message) {
        return member instanceof Member.Task task
                ? new DagFault(task.draft.id, message)
                : new DagFault(null, "group \"%s\": %s".formatted(member.id(), message));
    }

    /** What is wrong with the ids of the groups. */
    static List<DagFault> faultsIn(List<GroupDraft> groups, List<TaskDraft> tasks) {
        var faults = new ArrayList<DagFault>();
        var used = new LinkedHashMap<String, String>();
        tasks.forEach(task -> used.put(task.id, "a task"));
        for (var group : groups) {
            var other = used.put(group.id, "another group");
            if (other != null) {
                faults.add(new DagFault(
                        null, "group \"%s\": %s has the same id; each needs its own".formatted(group.id, other)));
            }
            if (!group.ownId.matches("[\\w-]{1,200}")) { // Airflow's rule for keys of groups
                faults.add(new DagFault(
                        null,
                        "group \"%s\": the id may only have letters, digits, dashes and underscores, at most 200"
                                .formatted(group.id)));
            }
            var around = group.parent == null ? null : group.parent.mapped();
            if (group.items != null && around != null) {
                faults.add(new DagFault(
                        null,
                        "group \"%s\": is mapped within \"%s\", which is mapped itself; only one of them can be"
                                .formatted(group.id, around.id)));
            }
        }
        return faults;
    }
}
