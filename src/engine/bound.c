#include "engine/bound.h"

#include "engine/bound_spread.h"

void bound_closed_forms(struct board *board)
{
    uint32_t last = board->model->levels.soft;
    for (uint32_t k = 0; k <= last; k++) {
        board_raise_bound(board, k, k == last ? bound_spread(board->model) : 0, "bound");
    }
}
void bound_pair_relaxation(struct board *board, const struct search_index *index,
                           const struct bound_options *options){(void)board;(void)index;(void)options;}
