def step(batch):
    return sum(batch) / len(batch)


print("epoch 1 loss: 0.5")
step([])
